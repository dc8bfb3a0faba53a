"""When a watched model is read, and what is logged of it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from logging import getLogger
from typing import Any, Protocol
from weakref import WeakKeyDictionary, ref

from ato.track._errors import TrackError
from ato.track.media import Graph, Histogram, Histograms, Layers
from ato.track.watch._tensors import Reading, norm_of, readings
from ato.track.watch._units import Units, cuts

LOGS = ("gradients", "parameters", "all")
WINDOW = 10
"""Over how many steps units are looked at before each reading."""


class Logger(Protocol):
    """What a watch needs of a run."""

    watches: dict[str, Any]
    status: str

    def log_beside(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Log values at the step that is under way."""
        ...


def watch(
    run: Logger, model: Any, log: str = "all", every: int = 100, *, has_graph: bool = False,
    optimizer: Any = None, name: str | None = None,
) -> Watch:  # fmt: skip
    """Watch a model from here on. Raises ``TrackError`` for what is none, and for one that is watched."""
    if log not in LOGS:
        raise TrackError(f"log={log!r}"[:60], "is nothing to watch", (f"say one of {', '.join(LOGS)}",))
    if isinstance(every, bool) or not hasattr(every, "__index__") or every < 1:
        raise TrackError(f"every={every!r}"[:60], "is no number of steps")
    if not hasattr(model, "named_parameters") or not hasattr(model, "named_modules"):
        raise TrackError(repr(model)[:60], f"is no module of torch, but {type(model).__name__}")
    if optimizer is not None and not hasattr(optimizer, "register_step_pre_hook"):
        raise TrackError(repr(optimizer)[:60], f"is no optimizer of torch, but {type(optimizer).__name__}")
    prefix = f"watch/{name}" if name else "watch"
    for other in list(run.watches.values()):
        if other.model is None:
            other.close()
        elif other.model is model:
            raise TrackError(type(model).__name__, "is watched already", ("run.unwatch(model) ends that",))
    if prefix in run.watches:
        help = (f'name each: run.watch(model, name="{type(model).__name__.lower()}")',)
        raise TrackError(prefix, "is the name of another model that is watched", help)
    if has_graph:
        run.log_beside({f"{prefix}/graph": Graph(model)})
    made = Watch(run, model, log, int(every), optimizer, prefix)
    run.watches[prefix] = made
    return made


class Watch:
    """A model that is watched, until ``close``. It keeps neither the model nor its tensors alive."""

    def __init__(self, run: Logger, model: Any, log: str, every: int, optimizer: Any, prefix: str) -> None:
        self._torch: Any = import_module("torch")
        every_one: Any = import_module("torch.optim.optimizer")
        self._run = run
        self._model = ref(model)
        self.every = every
        self.prefix = prefix
        self.has_gradients = log in ("gradients", "all")
        self.has_parameters = log in ("parameters", "all")
        self._counts: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self._concerns: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
        self._begun: _Begun | None = None
        self._units: list[Units] = []
        if optimizer is not None:
            before, after = optimizer.register_step_pre_hook, optimizer.register_step_post_hook
        else:
            before = every_one.register_optimizer_step_pre_hook
            after = every_one.register_optimizer_step_post_hook
        compiler = getattr(self._torch, "compiler", None)
        is_compiling = getattr(compiler, "is_compiling", bool)  # which says no
        self._handles: list[Any] = [before(self._before), after(self._after)]
        for name, module in model.named_modules() if self.has_gradients else ():
            if cuts(module):
                units = Units(_plain(name), is_compiling)
                units.is_on = True
                self._units.append(units)
                self._handles.append(module.register_forward_hook(units))

    @property
    def model(self) -> Any:
        """The model; None where the program has let go of it."""
        return self._model()

    def close(self) -> None:
        """Watch no more."""
        for handle in self._handles:
            handle.remove()
        self._handles, self._units, self._begun = [], [], None
        if self._run.watches.get(self.prefix) is self:
            del self._run.watches[self.prefix]

    # What the optimizer calls.

    def _before(self, optimizer: Any, *_: object) -> None:
        try:
            if not self._is_meant(optimizer):
                return
            count = self._counts.get(optimizer, 0)
            if count % self.every == 0 and _is_skipped(optimizer):
                return
            self._counts[optimizer] = count + 1
            if count % self.every == 0:
                with self._torch.no_grad():
                    self._begun = self._begin(optimizer)
        except Exception as error:
            self._give_up(error)

    def _after(self, optimizer: Any, *_: object) -> None:
        try:
            begun, count = self._begun, self._counts.get(optimizer)
            if begun is not None and begun.optimizer() is optimizer:
                self._begun = None
                with self._torch.no_grad():
                    self._log(begun)
            if count is not None:
                is_near = -count % self.every < WINDOW
                for units in self._units:
                    units.is_on = is_near
        except Exception as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """End in peace: whatever is wrong with watching, training goes on."""
        getLogger("ato.track").warning(
            "%s: the model is not watched any more: %s: %s", self.prefix, type(error).__name__, error
        )
        self.close()

    def _is_meant(self, optimizer: Any) -> bool:
        """Whether an optimizer moves parameters of the model."""
        model = self.model
        if model is None or self._run.status != "running":
            self.close()
            return False
        known = self._concerns.get(optimizer)
        if known is None:
            mine = {id(parameter) for parameter in model.parameters()}
            known = any(id(each) in mine for group in optimizer.param_groups for each in group["params"])
            self._concerns[optimizer] = known
        return known

    # A reading.

    def _begin(self, optimizer: Any) -> _Begun:
        """What has to be read ahead of the step: gradients, and the parameters as they are."""
        moved = {id(each) for group in optimizer.param_groups for each in group["params"]}
        named = [(_plain(name), each) for name, each in self.model.named_parameters() if id(each) in moved]
        begun = _Begun(ref(optimizer))
        if self.has_gradients:
            scale = getattr(optimizer, "grad_scale", None)  # of a fused optimizer, which unscales by itself
            pairs = [(name, each.grad) for name, each in named if each.grad is not None]
            if scale is not None:
                pairs = [(name, grad.detach() / scale.to(grad.device)) for name, grad in pairs]
            begun.gradients = readings(self._torch, pairs, is_sampled=True)
        if self.has_parameters:
            begun.parameters = readings(self._torch, named, is_sampled=False)
            begun.copies = [(name, each.detach().clone(), ref(each)) for name, each in named]
        return begun

    def _log(self, begun: _Begun) -> None:
        values: dict[str, Any] = {}
        layers: dict[str, dict[str, float]] = {}
        if self.has_gradients:
            self._add("gradients", begun.gradients, values, layers)
            self._add_units(values, layers)
        if self.has_parameters:
            self._add_updates(begun, values, layers)
        if layers:
            values[f"{self.prefix}/layers"] = Layers(layers)
        if values:
            self._run.log_beside(values)

    def _add(
        self, what: str, found: Mapping[str, Reading], values: dict[str, Any],
        layers: dict[str, dict[str, float]],
    ) -> None:  # fmt: skip
        if not found:
            return
        values[f"{self.prefix}/{what}/norm"] = norm_of(each.norm for each in found.values())
        values[f"{self.prefix}/{what}/odd"] = float(sum(each.odd for each in found.values()))
        values[f"{self.prefix}/{what}"] = Histograms(
            {name: Histogram(each.sample) for name, each in found.items()}
        )
        for name, each in found.items():
            layers.setdefault(name, {})[f"{what}_norm"] = each.norm

    def _add_updates(
        self, begun: _Begun, values: dict[str, Any], layers: dict[str, dict[str, float]]
    ) -> None:
        before = begun.parameters
        held = [(name, copy, each()) for name, copy, each in begun.copies]
        moved = [(name, copy.sub_(each.detach())) for name, copy, each in held if each is not None]
        changes = readings(self._torch, moved, is_sampled=False)
        now = [(name, each) for name, _, each in held if each is not None]
        self._add("parameters", readings(self._torch, now, is_sampled=True), values, layers)
        for name, change in changes.items():
            layers.setdefault(name, {})["update_ratio"] = _ratio(change.norm, before[name].norm)
        if changes:
            whole = norm_of(before[name].norm for name in changes)
            update = norm_of(change.norm for change in changes.values())
            values[f"{self.prefix}/updates/norm"] = update
            values[f"{self.prefix}/updates/ratio"] = _ratio(update, whole)

    def _add_units(self, values: dict[str, Any], layers: dict[str, dict[str, float]]) -> None:
        found = {units.name: units.shares() for units in self._units}
        for units in self._units:
            units.forget()
        found = {name: shares for name, shares in found.items() if shares}
        for name, shares in found.items():
            layers.setdefault(name, {}).update(shares)
        total = sum(shares["units"] for shares in found.values())
        if total:
            for word in ("dead", "zeros"):
                whole = sum(shares[word] * shares["units"] for shares in found.values())
                values[f"{self.prefix}/{word}"] = whole / total


class _Begun:
    """A reading that waits for the step to be done."""

    def __init__(self, optimizer: Any) -> None:
        self.optimizer = optimizer
        self.gradients: dict[str, Reading] = {}
        self.parameters: dict[str, Reading] = {}
        self.copies: list[tuple[str, Any, Any]] = []


def _is_skipped(optimizer: Any) -> bool:
    """Whether a fused optimizer has been told of infinite gradients, and will not move."""
    found = getattr(optimizer, "found_inf", None)
    return found is not None and bool(found)


def _plain(name: str) -> str:
    """The name of a layer without what compiling puts into it."""
    return name.replace("_orig_mod.", "")


def _ratio(change: float, whole: float) -> float:
    return change / whole if whole else float("nan")
