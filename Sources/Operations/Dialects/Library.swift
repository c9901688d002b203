/// A library whose numbers an operation can give: the values of `compat`.
package enum Library: String, Sendable, CaseIterable {
  case torchvision, detectron2, mmdetection, ultralytics, keras, tensorflow, paddle, onnx, tensorrt
}
