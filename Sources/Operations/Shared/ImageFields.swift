import DetectionCore
import JSON

/// The sizes of a request's images: one for all, or one each; and what they were padded to.
struct ImageFields: FieldGroup {
  let size: Field<OneOrEach<ImageSize<Double>>?>
  let padded: Field<ImageSize<Double>?>?

  /// Images of one request at the most. Images without rows cost a request no bytes, but they cost the answer some.
  static let limit = 16384

  /// The size of each of so many images. Throws if the request has another number of sizes.
  func sizes(_ request: Request, count: Int) throws(Problem) -> [ImageSize<Double>] {
    let given = request[size] ?? .each([])
    guard let sizes = given.values(count: count) else {
      let found = if case .each(let list) = given { list.count } else { 1 }
      throw Problem(
        .shapeMismatch, at: "/\(size.name)",
        "\(size.name) has \(counted(found, "size")) for \(counted(count, "image"))")
    }
    return sizes
  }

  /// What the network saw of all images: `padded_size`, or the one size that they have; `nil` where their sizes differ, or
  /// are not given.
  func paddedSize(_ request: Request, count: Int) throws(Problem) -> ImageSize<Double>? {
    let own = padded.flatMap { request[$0] }
    guard request[size] != nil else { return own }
    let sizes = try sizes(request, count: count)
    if let own { return own }
    guard let first = sizes.first, sizes.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// Throws unless so many images are within the limit; `field` is the tensor that they are counted in.
  static func check(count: Int, at field: String) throws(Problem) {
    guard count <= limit else {
      throw Problem(
        .answerTooLarge, at: "/\(field)", "there are \(count) images; the limit is \(limit). Send less at a time")
    }
  }
}

extension Field<OneOrEach<ImageSize<Double>>?> {
  /// [height, width] of all images, or one per image; may be left out.
  static func sizePerImage(_ name: String, _ meaning: String) -> Field {
    Field(name, .sizePerImage, default: .null, fallback: nil, meaning) { OneOrEach($0, \.imageSize) }
  }

  /// [height, width] of all images; may be left out.
  static func sharedSize(_ name: String, _ meaning: String) -> Field {
    Field(name, .size, default: .null, fallback: nil, meaning) { OneOrEach($0, \.imageSize) }
  }
}

extension Field<ImageSize<Double>?> {
  /// What the network saw, where images were padded.
  static let padded = size(
    "padded_size",
    "[height, width] of what the network saw, if the image was padded; anchors are laid on it. null: image_size.")
}
