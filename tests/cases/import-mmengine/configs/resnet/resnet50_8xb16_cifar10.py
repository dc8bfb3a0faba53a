_base_ = [
    '../_base_/models/resnet50.py',
    '../_base_/datasets/cifar10_bs16.py',
    '../_base_/schedules/imagenet_bs256.py',
    '../_base_/default_runtime.py',
]

model = dict(
    backbone=dict(type='ResNet_CIFAR', norm_cfg=dict(requires_grad=False)),
    head=dict(num_classes={{_base_.data_preprocessor.num_classes}}, topk=(1, )))
train_cfg = dict(max_epochs=_base_.max_epochs * 2)
