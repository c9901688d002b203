import DetectionCore

/// Matching of the anchors of a square image with 20 boxes, the best anchors of a box rescued, as torchvision's RetinaNet
/// does: `size` is the image's side in cells of 8 pixels, with 9 anchors a cell.
let anchorsMatch = Kind(name: "anchors-match", sizes: [25, 100]) { side in
  var random = Random(seed: 6)
  let shapes = AnchorGenerator().shapes(sizes: [32, 40, 50], aspectRatios: [0.5, 1, 2])
  let level = GridLevel(height: side, width: side, strideY: 8, strideX: 8)
  let anchors: Boxes<Float> = try Grid(laying: [level], anchors: [shapes]).anchors(offset: 0)
  let targets = randomBoxes(20, side: Float(8 * side) - 64, sizes: 16...64, &random)
  let matcher = AnchorMatcher<Float>(allowsLowQuality: true)
  return Workload(inputs: [NamedArray("anchors", anchors.tensor), NamedArray("targets", targets)]) {
    let matches = try matcher.match(anchors, targets: Boxes(targets))
    return { [NamedArray("labels", matches.labels), NamedArray("iou", matches.iou)] }
  }
}

/// IoU of every rotated box with every other: `size` boxes on either side, about as dense as in `pairwise-iou`.
let rotatedIoU = Kind(name: "rotated-iou", sizes: [100, 500]) { count in
  var random = Random(seed: 7)
  let (boxes, others) = (rotatedBoxes(count, &random), rotatedBoxes(count, &random))
  return Workload(inputs: [NamedArray("boxes", boxes), NamedArray("others", others)]) {
    let iou = try pairwiseIoU(RotatedBoxes(boxes), RotatedBoxes(others))
    return { [NamedArray("iou", iou)] }
  }
}

/// Rotated boxes with their centres anywhere in 200 × 200, sides of 10 to 110 and any angle.
private func rotatedBoxes(_ count: Int, _ random: inout Random) -> Tensor<Float> {
  guard let shape = Shape([count, 5]) else { preconditionFailure("too large") }
  return Tensor(shape: shape) { boxes in
    for row in 0..<count {
      let ranges: [ClosedRange<Float>] = [0...200, 0...200, 10...110, 10...110, -3.14...3.14]
      for (column, range) in ranges.enumerated() {
        boxes.initializeElement(at: 5 * row + column, to: random.uniform(range.lowerBound, range.upperBound))
      }
    }
  }
}
