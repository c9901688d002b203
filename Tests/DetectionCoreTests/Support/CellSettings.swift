import DetectionCore

/// The cells of a request for SSD's or YOLO's anchors.
struct CellSettings {
  private let levels: [CellAnchors]

  init(_ request: KernelRequest) throws {
    let image = request.fields["padded_size"]?.numbers ?? request.fields["image_size"]?.numbers ?? []
    let features = (request.fields["feature_sizes"]?.array ?? []).compactMap(\.numbers)
    let shapes =
      request.string("kind", "") == "ssd" ? try Self.ssd(request, features.count, image) : Self.yolo(request)
    levels = features.enumerated().map { level, feature in
      let stride: [Double]
      switch request.fields["strides"]?.array?[level] {
      case .number(let both)?: stride = [both, both]
      case .array(let pair)?: stride = pair.compactMap(\.number)
      default: stride = zip(image, feature).map { $0 / $1 }
      }
      return CellAnchors(
        height: Int(feature[0]), width: Int(feature[1]), strideY: stride[0], strideX: stride[1], shapes: shapes[level])
    }
  }

  func anchors<S: Scalar>(as: S.Type) throws -> Boxes<S> { try CellAnchors.anchors(levels) }

  /// The anchors of each level.
  func ranges() throws -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for level in levels {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + (try CellAnchors.count([level])))
    }
    return ranges
  }

  private static func yolo(_ request: KernelRequest) -> [[AnchorShape]] {
    (request.fields["cell_anchors"]?.array ?? []).map { level in
      (level.array ?? []).compactMap(\.numbers).map { AnchorShape(width: $0[0], height: $0[1]) }
    }
  }

  private static func ssd(_ request: KernelRequest, _ levels: Int, _ image: [Double]) throws -> [[AnchorShape]] {
    let range: [Double] = request.list("scale_range") ?? [0.15, 0.9]
    let boxes = DefaultBoxes(
      scales: request.list("scales") ?? DefaultBoxes.scales(from: range[0], to: range[1], levels: levels),
      clipsSizes: !request.has("clip_sizes") || request.flag("clip_sizes"))
    let ratios = request.fields["aspect_ratios"]?.array ?? []
    return (0..<levels).map { level in
      let own = ratios.first?.number == nil ? ratios[level].numbers ?? [] : ratios.compactMap(\.number)
      return boxes.shapes(level: level, aspectRatios: own, image: ImageSize(height: image[0], width: image[1]))
    }
  }
}
