import DetectionCore

/// Boxes xyxy with their upper left corners anywhere in a square, and sides anywhere in a range.
func randomBoxes(_ count: Int, side: Float, sizes: ClosedRange<Float>, _ random: inout Random) -> Tensor<Float> {
  Tensor(shape: Shape(boxes: count)) { boxes in
    for i in 0..<count {
      let (x, y) = (random.uniform(0, side), random.uniform(0, side))
      let w = random.uniform(sizes.lowerBound, sizes.upperBound)
      let h = random.uniform(sizes.lowerBound, sizes.upperBound)
      for (column, value) in [x, y, x + w, y + h].enumerated() {
        boxes.initializeElement(at: 4 * i + column, to: value)
      }
    }
  }
}

/// IoU of every box with every other: `size` boxes on either side.
let pairwise = Kind(name: "pairwise-iou", sizes: [100, 500, 1000, 2000]) { count in
  var random = Random(seed: 3)
  let boxes = randomBoxes(count, side: 1000, sizes: 10...110, &random)
  let others = randomBoxes(count, side: 1000, sizes: 10...110, &random)
  return Workload(inputs: [NamedArray("boxes", boxes), NamedArray("others", others)]) {
    let iou = try pairwiseIoU(Boxes(boxes), Boxes(others))
    return { [NamedArray("iou", iou)] }
  }
}

private let nmsSizes = [1000, 10_000, 50_000]

/// NMS of boxes spread over an image of 1000 × 1000: sides of 10 to 110.
let nmsSpread = suppression("nms", side: 1000, sizes: 10...110, classes: nil)
/// NMS of boxes on top of each other: corners in 100 × 100, sides up to 100, as torchvision's own tests make them.
let nmsDense = suppression("nms-dense", side: 100, sizes: 0...100, classes: nil)
/// NMS within each of 80 classes.
let batchedNMS = suppression("batched-nms", side: 1000, sizes: 10...110, classes: 80)

private func suppression(_ name: String, side: Float, sizes: ClosedRange<Float>, classes: Int?) -> Kind {
  Kind(name: name, sizes: nmsSizes) { count in
    var random = Random(seed: 4)
    let boxes = randomBoxes(count, side: side, sizes: sizes, &random)
    let scores = Tensor((0..<count).map { _ in random.uniform(0, 1) })
    let labels = classes.map { classes in Tensor((0..<count).map { _ in random.below(classes) }) }
    let inputs = [NamedArray("boxes", boxes), NamedArray("scores", scores)]
    return Workload(inputs: inputs + (labels.map { [NamedArray("labels", $0)] } ?? [])) {
      let kept = try Suppression<Float>(iouThreshold: .one(0.5))
        .evaluate(Boxes(boxes), scores: scores, labels: labels).indices
      return { [NamedArray("indices", kept)] }
    }
  }
}
