import DetectionCore

/// The pictures that masks are of, and where they lie on the prototypes.
struct MaskPictures {
  /// Pixels a side at the most: work grows with the columns.
  private static let longestSide = 1 << 16

  private let network: ImageSize<Double>
  private let pictures: [(height: Int, width: Int)]
  private let shape: Shape

  /// `shape`: of the prototypes (B, M, h, w).
  init(_ request: Request, _ fields: YOLOTaskFields, _ shape: Shape, images: Int) throws(Problem) {
    guard let network = request[fields.grid.imageSize] else {
      throw Problem(
        .missingField, at: "/\(fields.grid.imageSize.name)",
        "image_size is missing: the prototypes lie over the whole of the network's input")
    }
    guard shape[1] > 0, shape[2] > 0, shape[3] > 0 else {
      throw Problem(
        .shapeMismatch, at: "/prototypes", "there is a prototype at least, of a cell at least, found \(shape)")
    }
    self.network = network
    self.shape = shape
    let size = fields.original.size
    let sizes = request[size]?.values(count: images)
    let name = sizes == nil ? fields.grid.imageSize.name : size.name
    var pictures: [(height: Int, width: Int)] = []
    for picture in sizes ?? Array(repeating: network, count: images) {
      guard let height = Int(exactly: picture.height), let width = Int(exactly: picture.width),
        case let (pixels, overflow) = height.multipliedReportingOverflow(by: width), !overflow,
        pixels <= RunLengthMask.pixelLimit, max(height, width) <= Self.longestSide
      else {
        throw Problem(
          .outOfRange, at: "/\(name)",
          "a mask has whole numbers of pixels a side, up to \(Self.longestSide), and \(RunLengthMask.pixelLimit) in all"
        )
      }
      pictures.append((height, width))
    }
    self.pictures = pictures
  }

  /// The masks of an image, by its prototypes (M, h, w). The letterbox's padding, which is in whole pixels, need not be in
  /// whole cells: a pixel lies where the boxes' mapping puts it.
  func masks<S: Scalar>(
    _ prototypes: Tensor<S>, _ image: Int, _ mapping: ImageMapping<S>?, _ threshold: S, sampling: MaskSampling
  ) -> PrototypeMasks<S> {
    let (picture, rows, columns) = (pictures[image], shape[2], shape[3])
    let (x, y) = (S(Double(columns) / network.width), S(Double(rows) / network.height))
    let across = MaskAxis(
      pixels: picture.width, cells: columns, scale: (mapping?.scaleX ?? 1) * x, start: (mapping?.padX ?? 0) * x)
    let down = MaskAxis(
      pixels: picture.height, cells: rows, scale: (mapping?.scaleY ?? 1) * y, start: (mapping?.padY ?? 0) * y)
    let enlargement = sampling.enlargement(across, down)
    return PrototypeMasks(
      prototypes, x: across.enlarged(enlargement), y: down.enlarged(enlargement), threshold: threshold)
  }
}
