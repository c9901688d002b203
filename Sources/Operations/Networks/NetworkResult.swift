import DetectionCore
import JSON
import Network
import Pictures

/// What a network said of one picture.
struct NetworkResult {
  let heads: NetworkHeads
  let placement: PicturePlacement
  /// The input's sides, padding included.
  let padded: (height: Int, width: Int)

  /// The fields that an operation on heads reads of it.
  var fields: [(name: String, value: JSONValue)] {
    [
      ("image_size", Self.size(placement.height, placement.width)),
      ("padded_size", Self.size(padded.height, padded.width)), ("feature_sizes", featureSizes),
    ]
  }

  var originalSize: JSONValue { Self.size(placement.originalHeight, placement.originalWidth) }

  var featureSizes: JSONValue { .array(heads.levels.map { Self.size($0.height, $0.width) }) }

  private static func size(_ height: Int, _ width: Int) -> JSONValue {
    .array([.number(Double(height)), .number(Double(width))])
  }
}

extension NamedNetwork {
  /// Runs the network on a picture. `place`: where the request has it.
  func result(of picture: NetworkPicture, _ limits: Limits, at place: String) throws(Problem) -> NetworkResult {
    let decoded = try measured(.decode) { () throws(Problem) in try picture.decoded(limits, at: place) }
    do {
      return try result(of: decoded, limits)
    } catch let error as PictureError {
      throw Problem(error, at: place)
    } catch let error as NetworkError {
      throw Problem(error, at: place)
    } catch {
      throw error as? Problem ?? Problem(.internalError, "the network could not be run")
    }
  }

  private func result(of picture: Picture, _ limits: Limits) throws -> NetworkResult {
    let transform = try network.picture.transform()
    let placement = try transform.placement(width: picture.width, height: picture.height)
    let padded = transform.paddedSize(of: [placement])
    let size = 12 * padded.height * padded.width
    guard limits.reserve(try network.headSize(height: padded.height, width: padded.width) + size) else {
      throw Problem.noMemory(for: "the network's input and heads")
    }
    let input = try measured(.resize) { () throws(Problem) in
      try Self.input(picture, transform, placement, padded)
    }
    let heads = try network.heads(input, deadline: limits.deadline)
    statistics.add(heads.backboneSeconds, to: .backbone, of: name)
    statistics.add(heads.headSeconds, to: .heads, of: name)
    return NetworkResult(heads: heads, placement: placement, padded: padded)
  }

  private static func input(
    _ picture: Picture, _ transform: PictureTransform, _ placement: PicturePlacement,
    _ padded: (height: Int, width: Int)
  ) throws(Problem) -> Tensor<Float> {
    guard let shape = Shape([3, padded.height, padded.width]) else { throw Problem.noMemory(for: "the picture") }
    var isWritten = false
    let tensor = Tensor<Float>(shape: shape) { numbers in
      if let input = PictureInput(numbers, height: padded.height, width: padded.width, layout: .channelsFirst) {
        isWritten = transform.write(picture, placement, to: input)
      }
    }
    guard isWritten else { throw Problem(.internalError, "the picture does not fit the network's input") }
    return tensor
  }
}

extension PictureSettings {
  /// The same as `Pictures` takes it: for values of 0 to 255 by 1/255.
  func transform() throws(PictureError) -> PictureTransform {
    let unit = inputScale == 1 / 255 ? 1 : inputScale * 255
    return try PictureTransform(
      mean: mean.map { Float($0 / unit) }, deviation: deviation.map { Float($0 / unit) }, minSize: minSize,
      maxSize: maxSize, divisor: divisor)
  }
}

extension Problem {
  /// Why a network could not run.
  init(_ error: NetworkError, at place: String) {
    switch error.kind {
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time (setting deadline); send a smaller picture")
    case .outOfMemory: self.init(.overloaded, "there is no memory for the network now; try again later")
    case .invalid: self.init(.invalidPicture, at: place, "the network cannot take the picture: \(error.detail)")
    case .unreadable, .failed: self.init(.internalError, "the network could not be run")
    }
  }
}
