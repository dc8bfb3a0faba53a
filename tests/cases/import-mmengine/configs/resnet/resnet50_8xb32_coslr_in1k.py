_base_ = './resnet50_8xb32_in1k.py'

# A cosine instead of steps: nothing of the base's policy is left.
param_scheduler = dict(_delete_=True, type='CosineAnnealingLR', T_max=100, by_epoch=True)
optim_wrapper = dict(
    optimizer=dict(_delete_=True, type='AdamW', lr=5e-4 * 4, betas=(0.9, 0.999)),
    clip_grad=dict(max_norm=1.0))
default_hooks = dict(logger=dict(interval=50))
load_from = 'checkpoints/{{fileBasename}}'.replace('.py', '.pth')
