import DetectionCore

/// The four outputs of TensorRT's EfficientNMS, in its types: as many detections for each image, whatever is found.
struct PaddedDetectionOutputs: FieldGroup {
  let counts = Output.indices32("num_detections", "(B, 1)", "How many detections an image has.")
  let boxes = Output.reals(
    "detection_boxes", "(B, M, 4)", "Corners x1, y1, x2, y2; M is max_detections, what is left over is 0.")
  let scores = Output.reals("detection_scores", "(B, M)", "Best first.")
  let classes = Output.indices32("detection_classes", "(B, M)", "Class indices.")

  /// `most`: the detections that there is room for.
  func set<S: Scalar>(_ found: [Detections<S>], _ most: Int, in answer: inout Answer) {
    answer.set(counts, Self.padded(found.map { Tensor([$0.counts.returned]) }, row: [1]))
    answer.set(boxes, Self.padded(found.map(\.boxes), row: [most, 4]))
    answer.set(scores, Self.padded(found.map(\.scores), row: [most]))
    answer.set(classes, Self.padded(found.map(\.labels), row: [most]))
  }

  /// The images' tensors one after the other, each filled up with zeros.
  private static func padded<Element: Numeric>(_ tensors: [Tensor<Element>], row: [Int]) -> Tensor<Element> {
    let shape = Shape([tensors.count] + row) ?? Shape(vector: 0)
    return Tensor(shape: shape) { output in
      output.initialize(repeating: 0)
      let width = shape.dropFirst().count
      for (image, tensor) in tensors.enumerated() {
        for position in 0..<min(tensor.count, width) { output[image * width + position] = tensor[position] }
      }
    }
  }
}
