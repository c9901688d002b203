/// One level of the pyramid: which anchors it holds.
public struct PyramidLevel: Sendable, Equatable {
  /// The level's anchors, among all.
  public var anchors: Range<Int>

  /// A level of those anchors.
  public init(anchors: Range<Int>) { self.anchors = anchors }
}

/// What one image's post-processing found, best score first.
public struct Detections<S: Scalar>: Sendable {
  /// How many candidates each stage left.
  public struct Counts: Sendable, Equatable {
    /// (anchor, class) pairs.
    public var candidates = 0
    /// Pairs whose score is strictly greater than the threshold.
    public var aboveThreshold = 0
    /// Pairs left by the selection per level.
    public var afterTopK = 0
    /// Boxes left by suppression.
    public var afterNMS = 0
    /// Boxes answered.
    public var returned = 0
  }

  /// Boxes (n, 4) xyxy, in the image.
  public var boxes: Tensor<S>
  /// Scores (n).
  public var scores: Tensor<S>
  /// Class indices (n).
  public var labels: Tensor<Int>
  /// The anchor each box was decoded from (n).
  public var anchorIndices: Tensor<Int>
  /// The pyramid level of that anchor (n).
  public var levels: Tensor<Int>
  /// What became of the candidates.
  public var counts: Counts
}

/// RetinaNet's post-processing of one image: threshold, top-k per level, decode, clip, merge, suppress, cap.
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §4.1, «Inference»; details as torchvision's
/// `postprocess_detections`. Of equal scores the lower (anchor, class) pair comes first.
public struct RetinaNetDecoder<S: Scalar>: Sendable {
  /// Scores must be strictly greater.
  public var scoreThreshold: S
  /// (anchor, class) pairs that a level passes on.
  public var topK: Int
  /// How overlapping boxes are told.
  public var suppression: NonMaximumSuppression<S>
  /// Boxes an image is left with.
  public var maxDetections: Int
  /// How boxes are read from deltas.
  public var coder: BoxCoder<S>

  /// A decoder; the defaults are the contract's.
  public init(
    scoreThreshold: S = 0.05, topK: Int = 1000, suppression: NonMaximumSuppression<S> = .init(),
    maxDetections: Int = 100, coder: BoxCoder<S> = .init()
  ) {
    self.scoreThreshold = scoreThreshold
    self.topK = topK
    self.suppression = suppression
    self.maxDetections = maxDetections
    self.coder = coder
  }

  /// An (anchor, class) pair on its way through the stages.
  private struct Candidate {
    let score: S
    /// anchor · K + class
    let pair: Int
    let level: Int

    static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
      a.score != b.score ? a.score > b.score : a.pair < b.pair
    }
  }

  /// Detections of one image. `classLogits` (A, K), `boxDeltas` (A, 4), `anchors` (A, 4) xyxy; `levels` divide the anchors.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, anchors: Boxes<S>, levels: [PyramidLevel], image: ImageSize<S>,
    deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    guard classLogits.shape.rank == 2, classLogits.shape[0] == anchors.count else {
      throw .shapeMismatch(
        input: "class_logits", expected: "(\(anchors.count), K), one row an anchor", found: classLogits.shape)
    }
    try boxDeltas.check("box_deltas", shape: Shape(boxes: anchors.count), like: "the anchors")
    guard levels.allSatisfy({ $0.anchors.lowerBound >= 0 && $0.anchors.upperBound <= anchors.count }) else {
      throw .conflict(input: "feature_sizes", reason: "the levels hold more anchors than there are")
    }
    let classes = classLogits.shape[1]
    var counts = Detections<S>.Counts()
    counts.candidates = classLogits.count
    var candidates: [Candidate] = []
    for (number, level) in levels.enumerated() {
      try deadline.check()
      candidates += best(of: classLogits, level.anchors, classes, number, &counts)
    }
    counts.afterTopK = candidates.count
    candidates.sort(by: Candidate.isBetter)
    let boxes = decodedBoxes(candidates, boxDeltas, anchors, classes, image)
    let kept = try suppress(candidates, boxes, classes, deadline)
    counts.afterNMS = kept.count
    let returned = kept.prefix(maxDetections)
    counts.returned = returned.count
    return answer(returned.map { candidates[$0] }, returned.map { boxes[$0] }, classes, counts)
  }

  /// Compares in logit space first, so that a sigmoid is computed for candidates alone.
  private func best(
    of logits: Tensor<S>, _ anchors: Range<Int>, _ classes: Int, _ level: Int, _ counts: inout Detections<S>.Counts
  ) -> [Candidate] {
    let floor = logitFloor
    return logits.withElements { logits in
      var candidates = TopK(topK, by: Candidate.isBetter)
      forEachIndex(in: logits, anchors.lowerBound * classes..<anchors.upperBound * classes, above: floor) { pair in
        let score = sigmoid(logits[pair])
        guard score > scoreThreshold else { return }
        counts.aboveThreshold += 1
        candidates.insert(Candidate(score: score, pair: pair, level: level))
      }
      return candidates.sorted()
    }
  }

  /// No logit at or below this has a score above the threshold. A little low, so that rounding decides nothing here.
  private var logitFloor: S {
    guard scoreThreshold > 0 else { return -.infinity }
    let exact = logit(scoreThreshold)
    return exact - abs(exact) / 1024 - S.ulpOfOne * 1024
  }

  private func decodedBoxes(
    _ candidates: [Candidate], _ deltas: Tensor<S>, _ anchors: Boxes<S>, _ classes: Int, _ image: ImageSize<S>
  ) -> [CornerBox<S>] {
    deltas.withElements { deltas in
      guard let deltas = deltas.baseAddress else { return [] }
      return anchors.withRows { rows in
        candidates.map { candidate in
          let anchor = candidate.pair / classes
          return CornerBox(
            coder.decode(BoxDeltas(deltas + 4 * anchor), anchor: Box(rows + 4 * anchor, .xyxy)).clipped(to: image))
        }
      }
    }
  }

  private func suppress(
    _ candidates: [Candidate], _ boxes: [CornerBox<S>], _ classes: Int, _ deadline: Deadline
  ) throws(DetectionError) -> [Int] {
    try suppression.suppress(
      boxes, labels: suppression.classAgnostic ? nil : candidates.map { $0.pair % classes }, deadline: deadline)
  }

  private func answer(
    _ candidates: [Candidate], _ boxes: [CornerBox<S>], _ classes: Int, _ counts: Detections<S>.Counts
  ) -> Detections<S> {
    Detections(
      boxes: Tensor(shape: Shape(boxes: boxes.count)) { output in
        guard let base = output.baseAddress else { return }
        for (row, box) in boxes.enumerated() { box.write(to: base + 4 * row) }
      },
      scores: Tensor(candidates.map(\.score)),
      labels: Tensor(candidates.map { $0.pair % classes }),
      anchorIndices: Tensor(candidates.map { $0.pair / classes }),
      levels: Tensor(candidates.map(\.level)),
      counts: counts)
  }
}
