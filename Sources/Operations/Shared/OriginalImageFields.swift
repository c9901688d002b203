import DetectionCore
import JSON

/// How the images of a request came to the size that the network saw, so that boxes are answered in the original's pixels.
struct OriginalImageFields: FieldGroup {
  let size = Field<OneOrEach<ImageSize<Double>>?>.sizePerImage(
    "original_size",
    "[height, width] of the image before it was scaled and padded, or one per image: boxes are given in it, and "
      + "clipped to it. null: boxes stay as they are.")
  let scale = Field<OneOrEach<PerAxis>?>(
    "scale", .anyOf([.number(.positive), .size, .list(.size, count: nil)]), default: .null, fallback: nil,
    "Pixels of the network's input per pixel of the original: a number, [y, x], or [y, x] per image. null: derived from "
      + "original_size."
  ) { OneOrEach($0, PerAxis.init) }
  let pad = Field<OneOrEach<PerAxis>?>(
    "pad", .anyOf([.list(.number(.any), count: 2), .list(.list(.number(.any), count: 2), count: nil)]), default: .null,
    fallback: nil, "[top, left] pixels added after scaling, or one per image. null: derived from original_size."
  ) { OneOrEach($0, PerAxis.init) }

  /// What an original size says where scale and pad do not.
  enum Fit {
    /// Each axis was resized by itself.
    case resize
    /// One scale for both, and the same padding on both sides.
    case letterbox(LetterboxRounding)
    /// One scale for both, and padding at the bottom and the right alone.
    case corner

    fileprivate func mapping<S: Scalar>(from original: ImageSize<Double>, to network: ImageSize<Double>)
      -> ImageMapping<S>
    {
      switch self {
      case .resize: .resize(from: ImageSize<S>(original), to: ImageSize<S>(network))
      case .letterbox(let rounding): .letterbox(from: original, to: network, rounding: rounding)
      case .corner: .corner(from: original, to: network)
      }
    }
  }

  /// The way back for each image; `nil` where boxes stay as they are. `sizes`: what the network saw of each.
  func mappings<S: Scalar>(
    _ request: Request, sizes: [ImageSize<Double>], fit: Fit, as scalar: S.Type = S.self
  ) throws(Problem) -> [ImageMapping<S>?] {
    let originals = try values(size, request, images: sizes.count)
    let scales = try values(scale, request, images: sizes.count)
    let pads = try values(pad, request, images: sizes.count)
    guard let originals else {
      for (name, isGiven) in [(scale.name, scales != nil), (pad.name, pads != nil)] where isGiven {
        throw Problem(.missingField, at: "/\(size.name)", "\(size.name) is missing: \(name) leads back to it")
      }
      return sizes.map { _ in nil }
    }
    return sizes.indices.map { index in
      var mapping: ImageMapping<S> = fit.mapping(from: originals[index], to: sizes[index])
      if let scales { (mapping.scaleY, mapping.scaleX) = (S(scales[index].y), S(scales[index].x)) }
      if scales != nil || pads != nil { (mapping.padY, mapping.padX) = (0, 0) }
      if let pads { (mapping.padY, mapping.padX) = (S(pads[index].y), S(pads[index].x)) }
      return mapping
    }
  }

  /// The way back from a letterbox of the size `network`; without originals a clip to it, where it is known.
  func letterboxes<S: Scalar>(
    _ request: Request, network: Field<ImageSize<Double>?>, fit: Fit, count: Int,
    as scalar: S.Type = S.self
  ) throws(Problem) -> [ImageMapping<S>?] {
    let size = request[network]
    if size == nil, request[self.size] != nil, request[scale] == nil {
      throw Problem(
        .missingField, at: "/\(network.name)",
        "\(network.name) is missing: give it, or scale and pad, to lead back to \(self.size.name)")
    }
    // What the mapping is not derived from need not be known.
    let sizes = Array(repeating: size ?? ImageSize(height: 1, width: 1), count: count)
    let mappings: [ImageMapping<S>?] = try mappings(request, sizes: sizes, fit: fit)
    guard let size else { return mappings }
    let clip = ImageMapping<S>(scaleX: 1, scaleY: 1, padX: 0, padY: 0, original: ImageSize<S>(size))
    return mappings.map { $0 ?? clip }
  }

  /// The values of a field for each image.
  private func values<Value>(_ field: Field<OneOrEach<Value>?>, _ request: Request, images: Int) throws(Problem)
    -> [Value]?
  {
    guard let given = request[field] else { return nil }
    if let values = given.values(count: images) { return values }
    let found = if case .each(let list) = given { list.count } else { 1 }
    throw Problem(
      .shapeMismatch, at: "/\(field.name)",
      "\(field.name) has \(counted(found, "element")) for \(counted(images, "image"))")
  }
}

/// Two numbers: along y and along x.
struct PerAxis: Sendable {
  let y: Double
  let x: Double

  /// A number for both, or [y, x].
  init?(_ json: JSONValue) {
    if let both = json.number {
      (y, x) = (both, both)
    } else if let pair = json.numberList, pair.count == 2 {
      (y, x) = (pair[0], pair[1])
    } else {
      return nil
    }
  }
}

extension ImageSize {
  /// The same in another arithmetic.
  init(_ size: ImageSize<Double>) { self.init(height: S(size.height), width: S(size.width)) }
}
