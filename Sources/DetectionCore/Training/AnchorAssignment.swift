/// What each anchor of each image of a batch is trained on.
struct AnchorAssignment<S: Scalar> {
  /// By image and anchor: the row of the ground truth, or `AnchorMatcher`'s background or ignored.
  private(set) var targets: [[Int]] = []
  /// The positives among them.
  private(set) var matches: TargetMatches<S>

  /// What a matcher says of one image.
  struct ImageMatches {
    /// By anchor: the object, counted in its image, or one of the marks.
    let labels: [Int]
    /// By anchor: the IoU with that object.
    let iou: [S]
  }

  /// Asks `match` about every image.
  init(
    _ truth: GroundTruth<S>, _ match: (GroundTruth<S>.Objects) throws(DetectionError) -> ImageMatches
  ) throws(DetectionError) {
    matches = TargetMatches(imageCount: truth.imageCount)
    for image in 0..<truth.imageCount {
      let objects = truth.objects(of: image)
      add(try match(objects), image, objects)
    }
  }

  /// Matches the anchors (A, 4) with the objects of every image, by thresholds of IoU.
  init(_ matcher: AnchorMatcher<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>, deadline: Deadline)
    throws(DetectionError)
  {
    try self.init(truth) { (objects) throws(DetectionError) in
      // Even a match of low quality is with the anchor's own best box, so that the best IoU is the match's.
      let found = try matcher.match(anchors, targets: objects.boxes, deadline: deadline)
      return ImageMatches(labels: found.labels.elements, iou: found.iou.elements)
    }
  }

  private mutating func add(_ found: ImageMatches, _ image: Int, _ objects: GroundTruth<S>.Objects) {
    targets.append(found.labels.map { $0 >= 0 ? objects.rows[$0] : $0 })
    for (anchor, target) in targets[image].enumerated() where target != AnchorMatcher<S>.background {
      if target == AnchorMatcher<S>.ignored {
        matches.ignore(1, image: image)
      } else {
        matches.append(image: image, anchor: anchor, target: target, iou: found.iou[anchor])
      }
    }
  }

  /// Notes anchors of an image that a loss passes over for reasons of its own.
  mutating func ignore(_ count: Int, image: Int) { matches.ignore(count, image: image) }
}
