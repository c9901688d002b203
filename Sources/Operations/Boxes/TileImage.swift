import DetectionCore
import JSON

struct TileImage: FieldedOperation {
  let about = About(
    "boxes", "tile",
    summary:
      "The tiles that a large picture is cut into, so that a network sees small objects; boxes.stitch leads back.",
    formula: "tiles of tile_size every (1 − overlap) · tile_size, the last ones moved back into the picture",
    source: "Akyon et al. 2022, «Slicing Aided Hyper Inference», §3; sahi, get_slice_bboxes",
    example: #"{"image_size": [1080, 1920], "tile_size": [640, 640], "overlap": 0.2}"#)
  let imageSize = Field<ImageSize<Double>?>.size("image_size", "[height, width] of the picture, whole numbers.")
    .required
  let tileSize = Field<ImageSize<Double>?>.size(
    "tile_size", "[height, width] of a tile, whole numbers; a smaller picture is one tile."
  ).required
  let overlap = Field<OneOrEach<PerAxis>?>(
    "overlap", .anyOf([.number(.belowOne), .list(.number(.belowOne), count: 2)]), default: .number(0.2),
    fallback: PerAxis(0.2).map(OneOrEach.one),
    "What a tile shares with the next one, as a part of tile_size; one number, or [y, x]. Rounded down to whole pixels."
  ) { PerAxis($0).map(OneOrEach.one) }
  let tiles = Output.indices("tiles", "(T, 4)", "x1, y1, x2, y2 of each tile, in pixels of the picture, row by row.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let (image, tile) = (try whole(request, imageSize), try whole(request, tileSize))
    let overlap = request[overlap]?.values(count: 1)?.first
    let columns = try tiles(image.width, tile.width, overlap?.x ?? 0)
    let rows = try tiles(image.height, tile.height, overlap?.y ?? 0)
    let (count, overflow) = columns.count.multipliedReportingOverflow(by: rows.count)
    guard !overflow, count <= Self.most else { throw Self.tooMany }
    try request.reserve(rows: count, of: 4, as: Int.self)
    var boxes: [Int] = []
    boxes.reserveCapacity(4 * count)
    for y in rows {
      for x in columns { boxes += [x.lowerBound, y.lowerBound, x.upperBound, y.upperBound] }
    }
    var answer = Answer()
    answer.set(tiles, Shape([count, 4]).flatMap { Tensor(shape: $0, elements: boxes) } ?? Tensor(boxes))
    return answer
  }

  /// The tiles along an axis.
  private func tiles(_ image: Int, _ tile: Int, _ overlap: Double) throws(Problem) -> [Range<Int>] {
    let step = max(tile - Int(overlap * Double(tile)), 1)
    var tiles: [Range<Int>] = []
    var start = 0
    while true {
      let end = min(start + tile, image)
      tiles.append(max(end - tile, 0)..<end)
      guard start + tile < image else { return tiles }
      guard tiles.count <= Self.most else { throw Self.tooMany }
      start += step
    }
  }

  /// Tiles of a picture at the most.
  private static let most = 1 << 16

  private static var tooMany: Problem {
    Problem(
      .answerTooLarge, at: "/tile_size",
      "there would be more than \(most) tiles: take larger ones, or less overlap")
  }

  /// A size of whole numbers, of which sums can be counted.
  private func whole(_ request: Request, _ field: Field<ImageSize<Double>?>) throws(Problem) -> (
    height: Int, width: Int
  ) {
    guard let size = request[field], let height = Int(exactly: size.height), let width = Int(exactly: size.width),
      max(height, width) <= Self.longestSide
    else {
      throw Problem(
        .outOfRange, at: "/\(field.name)", "\(field.name) is two whole numbers from 1 to \(Self.longestSide)")
    }
    return (height, width)
  }

  private static let longestSide = 1 << 31
}

extension PerAxis {
  /// One number for both axes.
  fileprivate init?(_ both: Double) { self.init(.number(both)) }
}
