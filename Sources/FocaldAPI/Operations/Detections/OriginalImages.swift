import DetectionCore

/// How the images of a request came to their sizes.
struct OriginalImages<S: Scalar> {
  /// What an original size says where scale and pad do not.
  enum Fit {
    /// Each axis was resized by itself.
    case resize
    /// One scale for both, and the same padding on both sides.
    case letterbox
  }

  /// One an image; `nil` where boxes stay as they are.
  let mappings: [ImageMapping<S>?]

  /// `sizes`: what the network saw of each image.
  init(_ arguments: Arguments, sizes: [ImageSize<Double>], fit: Fit) throws(Problem) {
    let originals = try Self.pairs("original_size", arguments, images: sizes.count)
    let scales = try Self.pairs("scale", arguments, images: sizes.count)
    let pads = try Self.pairs("pad", arguments, images: sizes.count)
    guard let originals else {
      for (name, given) in [("scale", scales), ("pad", pads)] where given != nil {
        throw Problem(.missingField, at: "/original_size", "original_size is missing: \(name) leads back to it")
      }
      mappings = sizes.map { _ in nil }
      return
    }
    mappings = sizes.indices.map { index in
      let original = ImageSize(height: S(originals[index].y), width: S(originals[index].x))
      let size = ImageSize(height: S(sizes[index].height), width: S(sizes[index].width))
      var mapping =
        fit == .resize ? ImageMapping.resize(from: original, to: size) : .letterbox(from: original, to: size)
      if let scales { (mapping.scaleY, mapping.scaleX) = (S(scales[index].y), S(scales[index].x)) }
      if scales != nil || pads != nil { (mapping.padY, mapping.padX) = (0, 0) }
      if let pads { (mapping.padY, mapping.padX) = (S(pads[index].y), S(pads[index].x)) }
      return mapping
    }
  }

  /// A parameter that is a number, [y, x], or [y, x] per image, for every image.
  private static func pairs(_ name: String, _ arguments: Arguments, images: Int) throws(Problem)
    -> [(y: Double, x: Double)]?
  {
    if let number = arguments.optionalNumber(name) { return Array(repeating: (number, number), count: images) }
    if let pair = arguments.optionalNumbers(name), pair.count == 2 {
      return Array(repeating: (pair[0], pair[1]), count: images)
    }
    guard let list = arguments.value(name).list else { return nil }
    let pairs = list.compactMap(\.numberList).filter { $0.count == 2 }
    guard pairs.count == images, list.count == images else {
      throw Problem(
        .shapeMismatch, at: "/\(name)", "\(name) has \(counted(list.count, "element")) for \(counted(images, "image"))")
    }
    return pairs.map { ($0[0], $0[1]) }
  }
}
