_base_ = [
    '../_base_/models/vit_base.py', '../_base_/datasets/imagenet_bs32.py',
    '../_base_/schedules/imagenet_bs256.py', '../_base_/default_runtime.py'
]
train_pipeline = _base_.train_pipeline
train_pipeline[1] = dict(type='RandomResizedCrop', scale=384)
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
cache_dir = '{{ fileDirname }}/cache'
