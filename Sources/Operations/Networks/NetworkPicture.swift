package import DetectionCore
package import HTTPMessages
import Pictures

/// A picture as a request brings it.
package enum NetworkPicture: Sendable {
  /// A file: JPEG, PNG or WebP.
  case file(ByteSlice)
  /// Pixels (H, W, 3), red, green, blue, whole numbers from 0 to 255.
  case pixels(AnyTensor)
  /// The same as bytes.
  case bytes(ByteSlice, Shape)

  /// The picture, upright. `place`: where the request has it.
  func decoded(_ limits: Limits, at place: String) throws(Problem) -> Picture {
    switch self {
    case .file(let bytes): try Self.decoded(bytes, limits, at: place)
    case .pixels(let tensor): try Self.picture(tensor, limits, at: place)
    case .bytes(let bytes, let shape):
      try Self.picture(Self.checked(shape, limits, at: place), bytes.bytes, at: place)
    }
  }

  private static func decoded(_ file: ByteSlice, _ limits: Limits, at place: String) throws(Problem) -> Picture {
    do {
      let header = try PictureHeader(of: file.bytes)
      guard limits.reserve(header.memory) else { throw Problem.noMemory(for: "the picture") }
      return try Picture(decoding: file.bytes, header, deadline: limits.deadline)
    } catch let error as PictureError {
      throw Problem(error, at: place)
    } catch {
      throw error as? Problem ?? Problem(.internalError, "the picture could not be read")
    }
  }

  private static func picture(_ tensor: AnyTensor, _ limits: Limits, at place: String) throws(Problem) -> Picture {
    let shape = try checked(tensor.shape, limits, at: place)
    let bytes = try bytes(of: tensor, at: place)
    do {
      return try bytes.withUnsafeBytes { try picture(shape, $0, at: place) }
    } catch {
      throw error as? Problem ?? Problem(.internalError, "the picture could not be read")
    }
  }

  /// The shape, if it is one of pixels that there is memory for.
  private static func checked(_ shape: Shape, _ limits: Limits, at place: String) throws(Problem) -> Shape {
    let extents = shape.extents
    guard extents.count == 3, extents[2] == 3, extents[0] > 0, extents[1] > 0 else {
      throw Problem(.shapeMismatch, at: place, "a picture's pixels are (H, W, 3), not \(shape)")
    }
    guard max(extents[0], extents[1]) <= PictureTransform.largestSize else {
      throw Problem(
        .outOfRange, at: place, "a picture has at most \(PictureTransform.largestSize) pixels a side, not \(shape)")
    }
    guard limits.reserve(shape.count) else { throw Problem.noMemory(for: "the picture") }
    return shape
  }

  private static func picture(_ shape: Shape, _ pixels: UnsafeRawBufferPointer, at place: String) throws(Problem)
    -> Picture
  {
    do throws(PictureError) {
      if let picture = try Picture(width: shape[1], height: shape[0], pixels: pixels) { return picture }
    } catch {
      throw Problem(error, at: place)
    }
    throw Problem(.internalError, "the pixels do not fill the picture")
  }

  private static func bytes(of tensor: AnyTensor, at place: String) throws(Problem) -> [UInt8] {
    let numbers: Tensor<Double> = tensor.converted(to: Double.self)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count)
    let fault = numbers.withElements { numbers -> Int? in
      for (index, number) in numbers.enumerated() {
        guard let byte = UInt8(exactly: number) else { return index }
        bytes.append(byte)
      }
      return nil
    }
    if let fault {
      throw Problem(
        .outOfRange, at: place + pointer(position: fault, in: tensor.shape),
        "a pixel is three whole numbers from 0 to 255, found \(plain(numbers[fault]))")
    }
    return bytes
  }
}

extension Problem {
  package static func noMemory(for subject: String) -> Problem {
    Problem(.overloaded, "there is no memory for \(subject) now; try again later, or send it smaller (setting memory)")
  }

  /// What is wrong with a picture.
  init(_ error: PictureError, at place: String) {
    switch error.kind {
    case .deadlineExceeded: self.init(.deadlineExceeded, error.description)
    case .noMemory: self.init(.overloaded, error.description)
    case .unknownFormat, .unsupported, .tooLarge, .truncated, .damaged:
      self.init(.invalidPicture, at: place, error.description)
    }
  }
}
