#!/usr/bin/env python
"""Trains a classifier."""

import argparse
import json
import os
from pathlib import Path

import torch_that_is_not_installed as torch

SCHEDULES = ("cosine", "linear", "constant")
MODELS = {"resnet18": 11, "resnet50": 25, "vit_s": 22}
BASE_LR = 0.1


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{value} is not positive")
    return value


def add_optimizer_arguments(parser):
    group = parser.add_argument_group("optimizer", "how weights are updated")
    group.add_argument("--lr", "-l", type=float, default=BASE_LR, help="step size (default: %(default)s)")
    group.add_argument("--weight-decay", type=float, default=1e-4, help="decay of weights, %(default)s if not given")
    group.add_argument("--betas", type=float, nargs=2, default=(0.9, 0.999), metavar=("B1", "B2"))
    group.add_argument("--schedule", choices=SCHEDULES, default="cosine")
    group.add_argument("--milestones", type=int, nargs="*", default=[], help="epochs after which it falls")
    return group


def get_parser():
    parser = argparse.ArgumentParser(description="Trains a classifier of images,\n  or only tests it.")
    parser.add_argument("data", type=Path, help="folder of the images")
    parser.add_argument("out", nargs="?", default="runs", help="where results go")
    parser.add_argument("--model", choices=sorted(MODELS), default="resnet50")
    parser.add_argument("--arch", choices=MODELS.keys(), default="resnet18", help="name of the network")
    parser.add_argument("-b", "--batch-size", type=positive, default=32, help="100%% of the memory")
    parser.add_argument("--epochs", required=True, type=int)
    parser.add_argument("--workers", type=int, default="4")
    parser.add_argument("--gpu", type=int, choices=range(0, 4), help="which device; all of them if not given")
    parser.add_argument("--verbose", action="store_true", help="say more")
    parser.add_argument("--no-pin", dest="pin", action="store_false")
    parser.add_argument("--amp", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("-d", "--debug", action="count", default=0)
    parser.add_argument("--fast", dest="mode", action="store_const", const="fast", default="full")
    parser.add_argument("--tag", action="append", help="may be given more than once")
    parser.add_argument("--resume", nargs="?", const="latest", help="a checkpoint")
    parser.add_argument("--overrides", type=json.loads, default=None)
    parser.add_argument("--name", type=str.lower)
    parser.add_argument("--flag", type=bool, default=False)
    parser.add_argument("--home", default=os.environ.get("TRAIN_HOME", "/tmp/train"))
    parser.add_argument("--seed", type=int, default=argparse.SUPPRESS)
    parser.add_argument("--device", default=torch.device())
    parser.add_argument("--lambda", type=float, default=0.5)
    parser.add_argument("--version", action="version", version="1.0")
    add_optimizer_arguments(parser)
    only_one = parser.add_mutually_exclusive_group()
    only_one.add_argument("--train", action="store_true")
    only_one.add_argument("--test", action="store_true")
    for name in ("alpha", "beta"):
        parser.add_argument(f"--{name}", type=float)
    parser.set_defaults(seed_everything=True)
    return parser


def main():
    args = get_parser().parse_args()
    print(args)


if __name__ == "__main__":
    main()
