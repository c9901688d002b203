import DetectionCore

/// RetinaNet's post-processing of one image of 800 × 1088 and 91 classes: 163,206 anchors on strides of 8 to 128.
///
/// `size` divides the image's sides: 1 is the whole, 2 a quarter of the anchors, and so on. Most logits are what a
/// trained head says of background; around 60 places neighbouring anchors agree on an object.
let retinaNet = postProcessing("retinanet", DetectionStages())
/// Its first stage, which looks at every logit and lets none pass.
let retinaNetSift = postProcessing(
  "retinanet-sift", DetectionStages(scoreThreshold: .one(0.999_999)))
/// The whole, from maps as the network's convolutions give them.
let retinaNetMaps = postProcessing("retinanet-maps", DetectionStages(), ofMaps: true)
private func postProcessing(_ name: String, _ stages: DetectionStages<Float>, ofMaps: Bool = false) -> Kind {
  Kind(name: name, sizes: [1]) { divisor in try postProcessing(divisor, stages, ofMaps) }
}

private func postProcessing(_ divisor: Int, _ stages: DetectionStages<Float>, _ ofMaps: Bool) throws -> Workload {
  let pyramid = Pyramid(height: 800 / divisor, width: 1088 / divisor)
  let count = 91
  var random = Random(seed: 5)
  let anchors: Boxes<Float> = try Grid(laying: pyramid.levels, anchors: pyramid.shapes).anchors(offset: 0)
  guard let shape = Shape([anchors.count, count]) else { preconditionFailure("too large") }
  let logits = Tensor<Float>(shape: shape) { logits in
    for i in logits.indices { logits.initializeElement(at: i, to: random.normal(mean: -7, deviation: 1.4)) }
    for _ in 0..<60 {
      let (anchor, label) = (random.below(anchors.count - 27), random.below(count))
      for near in anchor..<anchor + 27 { logits[near * count + label] = random.normal(mean: 0, deviation: 1.5) }
    }
  }
  let deltas = Tensor<Float>(shape: Shape(boxes: anchors.count)) { deltas in
    for i in deltas.indices { deltas.initializeElement(at: i, to: random.normal(mean: 0, deviation: 0.2)) }
  }
  let (classes, boxes) =
    ofMaps ? (pyramid.maps(logits), pyramid.maps(deltas)) : (HeadPyramid(logits), HeadPyramid(deltas))
  let image = ImageSize<Float>(height: Float(pyramid.height), width: Float(pyramid.width))
  return Workload(
    inputs: [
      NamedArray("class_logits", logits), NamedArray("box_deltas", deltas), NamedArray("anchors", anchors.tensor),
      NamedArray("feature_sizes", pyramid.featureSizes), NamedArray("image_size", [pyramid.height, pyramid.width]),
    ]
  ) {
    let head = try RetinaNetHead(
      classLogits: classes, boxDeltas: boxes, anchors: anchors, levels: pyramid.ranges, image: image)
    let found = try stages.detect(head)
    return {
      [NamedArray("boxes", found.boxes), NamedArray("scores", found.scores), NamedArray("labels", found.labels)]
    }
  }
}

/// A feature pyramid as torchvision's RetinaNet lays it: each level is half the one before, rounded up.
private struct Pyramid {
  let height: Int
  let width: Int
  var levels: [GridLevel] = []
  var shapes: [[AnchorShape]] = []
  var ranges: [Range<Int>] = []

  init(height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    var (rows, columns, start) = ((height + 7) / 8, (width + 7) / 8, 0)
    for size in [32.0, 64, 128, 256, 512] {
      guard
        let level = GridLevel(
          height: rows, width: columns, strideY: Double(height / rows), strideX: Double(width / columns))
      else { preconditionFailure("too large") }
      levels.append(level)
      shapes.append(
        AnchorGenerator().shapes(
          sizes: [0, 1.0 / 3, 2.0 / 3].map { exp2(size, $0) }, aspectRatios: [0.5, 1, 2]))
      ranges.append(start..<start + rows * columns * 9)
      start += rows * columns * 9
      (rows, columns) = ((rows + 1) / 2, (columns + 1) / 2)
    }
  }

  var featureSizes: [Int] { levels.flatMap { [$0.height, $0.width] } }

  /// Rows as maps (9 · C, H, W), level by level.
  func maps(_ rows: Tensor<Float>) -> HeadPyramid<Float> {
    let channels = 9 * rows.shape[1]
    let maps = zip(levels, ranges).compactMap { level, range in
      let (cells, first) = (level.height * level.width, range.lowerBound * rows.shape[1])
      guard let shape = Shape([channels, level.height, level.width]) else { preconditionFailure("too large") }
      let map = Tensor<Float>(shape: shape) { map in
        rows.withElements { rows in
          for i in map.indices { map.initializeElement(at: i, to: rows[first + i % cells * channels + i / cells]) }
        }
      }
      return HeadMap(maps: map, anchors: 9)
    }
    guard let head = HeadPyramid(levels: maps) else { preconditionFailure("levels of one head") }
    return head
  }
}

/// size · 2^octave, cut to a whole number as torchvision's `int(x * 2 ** (1 / 3))`.
private func exp2(_ size: Double, _ octave: Double) -> Double {
  (size * (octave == 0 ? 1 : octave < 0.5 ? 1.259921049894873 : 1.5874010519681994)).rounded(.down)
}
