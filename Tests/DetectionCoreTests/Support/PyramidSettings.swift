import DetectionCore

/// The pyramid of a request: `feature_sizes`, `strides`, `anchor_sizes`, `aspect_ratios`.
struct PyramidSettings {
  let levels: [AnchorLevel]

  init(_ fields: [String: JSONNode], _ generator: AnchorGenerator = AnchorGenerator()) throws {
    let padded = (fields["padded_size"] ?? fields["image_size"])?.numbers ?? []
    let features = (fields["feature_sizes"]?.array ?? []).compactMap(\.numbers)
    let ratios = fields["aspect_ratios"]?.array ?? []
    levels = try features.enumerated().map { level, feature in
      let stride: [Double]
      switch fields["strides"]?.array?[level] {
      case .number(let both)?: stride = [both, both]
      case .array(let pair)?: stride = pair.compactMap(\.number)
      default: stride = zip(padded, feature).map { ($0 / $1).rounded(.down) }
      }
      guard stride.count == 2, let sizes = fields["anchor_sizes"]?.array?[level].numbers else {
        throw MissingField(name: "anchor_sizes")
      }
      return AnchorLevel(
        height: Int(feature[0]), width: Int(feature[1]), strideY: stride[0], strideX: stride[1], sizes: sizes,
        aspectRatios: ratios.first?.number == nil ? ratios[level].numbers ?? [] : ratios.compactMap(\.number),
        generator)
    }
  }
}

extension AnchorGenerator {
  /// The generator that settings name: `anchor_order`, `round_anchors`.
  init(_ settings: JSONNode) {
    self.init(
      order: Order(rawValue: settings["anchor_order"]?.string ?? "") ?? .sizeMajor,
      isRounded: settings["round_anchors"]?.bool ?? false)
  }
}
