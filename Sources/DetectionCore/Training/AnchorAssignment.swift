/// What each anchor of each image of a batch is trained on.
struct AnchorAssignment<S: Scalar> {
  /// By image and anchor: the row of the ground truth, or `AnchorMatcher`'s background or ignored.
  let targets: [[Int]]
  /// The positives among them.
  let matches: TargetMatches<S>

  /// Matches the anchors (A, 4) with the objects of every image.
  init(_ matcher: AnchorMatcher<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>, deadline: Deadline)
    throws(DetectionError)
  {
    var matches = TargetMatches<S>(imageCount: truth.imageCount)
    var targets: [[Int]] = []
    for image in 0..<truth.imageCount {
      let objects = truth.objects(of: image)
      let found = try matcher.match(anchors, targets: objects.boxes, deadline: deadline)
      targets.append(found.labels.elements.map { $0 >= 0 ? objects.rows[$0] : $0 })
      for (anchor, target) in targets[image].enumerated() where target != AnchorMatcher<S>.background {
        if target == AnchorMatcher<S>.ignored {
          matches.ignore(1, image: image)
        } else {
          // Even a match of low quality is with the anchor's own best box.
          matches.append(image: image, anchor: anchor, target: target, iou: found.iou[anchor])
        }
      }
    }
    self.targets = targets
    self.matches = matches
  }
}
