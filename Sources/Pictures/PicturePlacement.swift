public import DetectionCore

/// Where a picture lies in a network's input: at the top left, resized; to the right and below it there are zeros.
public struct PicturePlacement: Sendable, Equatable {
  /// Rows of the picture as it came.
  public let originalHeight: Int
  /// Pixels of its rows.
  public let originalWidth: Int
  /// Rows after resizing: floor(originalHeight · scale), in float64.
  public let height: Int
  /// Pixels of a row after resizing.
  public let width: Int
  /// Pixels of the input per pixel of the picture, before the sides were floored.
  public let scale: Double

  /// The way from boxes of the network's input to the picture's pixels (torchvision's `resize_boxes`).
  public func mapping<S: Scalar>() -> ImageMapping<S> {
    .resize(
      from: ImageSize(height: S(originalHeight), width: S(originalWidth)),
      to: ImageSize(height: S(height), width: S(width)))
  }
}
