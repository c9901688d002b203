/// How an image was scaled and padded for a network, and the way back.
///
/// A point p of the original is at p · scale + pad in the network's input.
public struct ImageMapping<S: Scalar>: Sendable {
  /// Pixels of the network's input per pixel of the original, along x.
  public var scaleX: S
  /// The same along y.
  public var scaleY: S
  /// Pixels added at the left, after scaling.
  public var padX: S
  /// Pixels added at the top, after scaling.
  public var padY: S
  /// Boxes are clipped to it.
  public var original: ImageSize<S>

  /// A mapping; scales must be greater than 0.
  public init(scaleX: S, scaleY: S, padX: S, padY: S, original: ImageSize<S>) {
    self.scaleX = scaleX
    self.scaleY = scaleY
    self.padX = padX
    self.padY = padY
    self.original = original
  }

  /// The image was resized to `network`, each axis by itself (torchvision's `resize_boxes`).
  public static func resize(from original: ImageSize<S>, to network: ImageSize<S>) -> ImageMapping {
    ImageMapping(
      scaleX: network.width / original.width, scaleY: network.height / original.height, padX: 0, padY: 0,
      original: original)
  }

  /// The image was scaled to fit into `network` and padded on both sides; of an odd number of pixels the smaller half lies at
  /// the top and left (a letterbox). In float64 whatever S is: a scale in float32 can miss a whole pixel.
  public static func letterbox(
    from original: ImageSize<Double>, to network: ImageSize<Double>, rounding: LetterboxRounding = .padding
  ) -> ImageMapping {
    let scale = min(network.width / original.width, network.height / original.height)
    let x = rounding.axis(network.width, original.width, scale)
    let y = rounding.axis(network.height, original.height, scale)
    return ImageMapping(
      scaleX: S(x.scale), scaleY: S(y.scale), padX: S(x.pad), padY: S(y.pad),
      original: ImageSize(height: S(original.height), width: S(original.width)))
  }

  /// The image was scaled to fit into `network` and lies in its upper left corner (YOLOX's `preproc`).
  public static func corner(from original: ImageSize<Double>, to network: ImageSize<Double>) -> ImageMapping {
    let scale = S(min(network.width / original.width, network.height / original.height))
    return ImageMapping(
      scaleX: scale, scaleY: scale, padX: 0, padY: 0,
      original: ImageSize(height: S(original.height), width: S(original.width)))
  }

  /// A box of the network's input in the original.
  func original(_ box: CornerBox<S>) -> CornerBox<S> {
    let mapped = CornerBox(
      x1: (box.x1 - padX) / scaleX, y1: (box.y1 - padY) / scaleY, x2: (box.x2 - padX) / scaleX,
      y2: (box.y2 - padY) / scaleY)
    return mapped.clipped(to: original)
  }
}

extension ImageMapping {
  /// A point of the network's input in the original, and not outside of it.
  func original(x: S, y: S) -> (x: S, y: S) {
    (
      min(max((x - padX) / scaleX, 0), original.width), min(max((y - padY) / scaleY, 0), original.height)
    )
  }

  /// A rotated box of the network's input in the original, which it may exceed: its sides are scaled as if it were upright, which
  /// is exact where both axes have one scale, and ultralytics' `scale_boxes` (`xywh`) where whole pixels make them differ a little.
  func original(_ box: RotatedBox<S>) -> RotatedBox<S> {
    RotatedBox(
      x: (box.x - padX) / scaleX, y: (box.y - padY) / scaleY, width: box.width / scaleX, height: box.height / scaleY,
      angle: box.angle)
  }
}

extension CornerBox {
  func clipped(to image: ImageSize<S>) -> CornerBox {
    CornerBox(
      x1: min(max(x1, 0), image.width), y1: min(max(y1, 0), image.height), x2: min(max(x2, 0), image.width),
      y2: min(max(y2, 0), image.height))
  }
}
