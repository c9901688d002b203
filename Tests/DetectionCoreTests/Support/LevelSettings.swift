import DetectionCore

/// Heads that a request gives level by level: maps (a·C, H, W), or (B, a·C, H, W).
enum LevelSettings {
  private static func levels(_ request: KernelRequest, _ name: String) -> [JSONNode]? {
    guard let node = request.fields[name], node.extents.count > 3 else { return nil }
    return node.array
  }

  /// The same request with the sizes of its levels, if maps tell them.
  static func completed(_ request: KernelRequest) -> KernelRequest {
    guard let maps = levels(request, "box_deltas"), !request.has("feature_sizes") else { return request }
    var fields = request.fields
    fields["feature_sizes"] = .array(
      maps.map { .array($0.extents.suffix(2).map { .number(Double($0)) }) })
    return KernelRequest(fields: fields, isRounded: request.isRounded, isFused: request.isFused)
  }

  /// A head of every image; `nil` if it is not given in levels.
  static func heads<S: Scalar>(_ request: KernelRequest, _ name: String) throws -> [HeadPyramid<S>]? {
    guard let maps = levels(request, name), let boxes = levels(request, "box_deltas") else { return nil }
    let anchors = boxes.map { ($0.extents.suffix(3).first ?? 0) / 4 }
    let tensors: [Tensor<S>] = try maps.map { map in
      try KernelRequest(fields: [name: map], isRounded: request.isRounded).tensor(name)
    }
    let count = tensors.first.map { $0.shape.rank == 4 ? $0.shape[0] : 1 } ?? 0
    return try (0..<count).map { image in
      let maps = zip(tensors, anchors).compactMap { map, anchors in
        HeadMap(maps: map.shape.rank == 4 ? map.row(image) : map, anchors: anchors)
      }
      guard maps.count == tensors.count, let head = HeadPyramid(levels: maps) else {
        throw KernelRequest.Missing(field: name)
      }
      return head
    }
  }
}
