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

    init(labels: [Int], iou: [S]) {
      self.labels = labels
      self.iou = iou
    }

    /// By thresholds. Even a match of low quality is with the anchor's own best box, so that the best IoU is the match's.
    init(_ found: AnchorMatcher<S>.Matches) { self.init(labels: found.labels.elements, iou: found.iou.elements) }
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
      try ImageMatches(matcher.match(anchors, targets: objects.boxes, deadline: deadline))
        .leavingOut(truth.ignored, anchors, image: objects.image, deadline)
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

  /// Passes over everything but the rows that a sampler draws, which are returned.
  mutating func sample(_ sampler: RowSampler) -> RowSample {
    let drawn = sampler.draw(targets, background: AnchorMatcher<S>.background)
    for (image, rows) in drawn.enumerated() {
      var kept = [Int](repeating: AnchorMatcher<S>.ignored, count: targets[image].count)
      for row in rows { kept[row] = targets[image][row] }
      matches.ignore(counted(image) - rows.count, image: image)
      targets[image] = kept
    }
    matches = matches.filtered { targets[$0][$1] >= 0 }
    return RowSample(drawn)
  }

  /// What the sums of every image are divided by: `normalizer`, or the rows of all images that are not ignored, at least 1.
  func divisors(_ normalizer: Double?) -> [Double] {
    let count = targets.indices.reduce(0) { $0 + counted($1) }
    return Array(repeating: normalizer ?? Double(max(count, 1)), count: targets.count)
  }

  private func counted(_ image: Int) -> Int { targets[image].count { $0 != AnchorMatcher<S>.ignored } }
}
