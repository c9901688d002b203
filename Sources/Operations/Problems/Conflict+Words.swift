import DetectionCore

extension Conflict {
  /// The reason, in a sentence about a field.
  func words(_ field: String) -> String {
    switch self {
    case .formats: "all boxes of a request share one format"
    case .noCluster: "there is one anchor at least"
    case .clusters(let clusters, let different):
      "\(clusters) anchors want as many different sizes; there are \(different)"
    case .rowsOfHead(let rows, let channels, let wanted, let wantedChannels, let other):
      "\(field) has \(rows) rows of \(channels), wanted are \(wanted) rows"
        + (wantedChannels.map { " of \($0)" } ?? "") + " to fit \(other.fieldName)"
    case .offsetsOfHead(let rows, let channels, let proposals, let classes):
      "\(field) has \(rows) rows of \(channels), wanted are \(proposals) of 4, or 4 for each of \(classes) classes, or for each but the background"
    case .levels: "the levels of \(field) hold other rows than those of the anchors"
    case .rowsOfLevels(let limit): "the levels hold more rows than the \(limit) there are"
    case .rowsBesideLevels(let rows): "\(field) have \(rows) rows, which is not what the levels hold"
    case .levelSizes(let anchors): "its numbers must add up to the \(anchors) anchors"
    case .channelsOfBoxAndObjectness(let channels):
      "\(field) have \(channels) channels, but a box and its objectness alone take 5"
    case .channelsOfBox(let channels, let bins):
      "\(field) have \(channels) channels, but boxes alone take " + (bins.map { "4 · \($0)" } ?? "4")
    case .noAngle: "\(field) have no channel behind the classes: the angle of a rotated box stands there"
    case .channelsOfClasses(let channels, let classes):
      "\(field) have \(counted(channels, "channel")) behind the box, fewer than num_classes, \(classes)"
    case .background(let background, let classes):
      "\(field) is \(background), but class_logits has \(classes) classes"
    case .noLabels: "\(field) is one number per class, but there are no labels"
    case .oneClass: "\(field) is one number per class, but class_agnostic makes all one class"
    case .momentumOrBins: "momentum lies in [0, 1), and there is one bin at least"
    case .thresholdOrder: "it must not be greater than positive_threshold"
    case .imagesNotSaid(let images):
      "there are \(images) images: \(field) must say which one each object is in"
    case .costs: "\(field) lie so far from their objects that no number holds the cost of pairing them"
    case .noWeight: "\(field) must hold a number a model"
    case .rotatedSuppression: "rotated boxes are suppressed by the method hard and the metric iou"
    }
  }
}
