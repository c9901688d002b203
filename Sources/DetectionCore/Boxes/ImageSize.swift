/// The height and width of an image, in the boxes' unit.
public struct ImageSize<S: Scalar>: Sendable, Equatable {
  /// The extent along y.
  public var height: S
  /// The extent along x.
  public var width: S

  /// A size.
  public init(height: S, width: S) {
    self.height = height
    self.width = width
  }
}
