import DetectionCore

/// The images of a request: one size for all, or one each.
struct RetinaNetImages {
  let sizes: [ImageSize<Double>]

  static let limit = ImageFields.limit

  init(_ arguments: Arguments, count: Int) throws(Problem) {
    guard count <= Self.limit else {
      throw Problem(
        .answerTooLarge, at: "/class_logits",
        "there are \(count) images; the limit is \(Self.limit). Send less at a time")
    }
    if let shared = arguments.optionalSize("image_size") {
      sizes = Array(repeating: shared, count: count)
      return
    }
    let lists = (arguments.value("image_size").list ?? []).map { $0.numberList ?? [] }
    guard lists.count == count, lists.allSatisfy({ $0.count == 2 }) else {
      throw Problem(
        .shapeMismatch, at: "/image_size",
        "image_size has \(counted(lists.count, "size")) for \(counted(count, "image"))")
    }
    sizes = lists.map { ImageSize(height: $0[0], width: $0[1]) }
  }

  /// `padded_size`, or the one size that all images have; `nil` where their sizes differ.
  func paddedSize(_ arguments: Arguments) throws(Problem) -> ImageSize<Double>? {
    if let padded = arguments.optionalSize("padded_size") { return padded }
    guard let first = sizes.first, sizes.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
