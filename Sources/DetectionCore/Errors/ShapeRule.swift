/// What a shape must be.
public enum ShapeRule: Equatable, Sendable {
  /// This shape, as another input has so many rows.
  case toFit(InputRole, Shape)
  /// The shape of another input.
  case like(InputRole, Shape)
  /// The shape of the elements of another input, or of its leading axes.
  case leadingAxes(InputRole, Shape)
  /// (N, columns).
  case columns(Int)
  /// (rows, K), as another input has so many rows.
  case classesOf(InputRole, rows: Int)
  /// (images, anchors, K): one row per anchor.
  case classesOfAnchors(images: Int, anchors: Int)
  /// (images, anchors, columns): one row per anchor.
  case columnsOfAnchors(images: Int, anchors: Int, columns: Int)
  /// (rows, K): one row per proposal.
  case classesOfProposals(Int)
  /// (rows, one of the widths): four offsets per class, or for all.
  case offsetsOfProposals(Int, widths: [Int])
  /// (B, A, K) with K ≥ 1, a background class among them.
  case withBackground
  /// (images, channels, H, W): maps of a batch; `nil`: one channel per class.
  case mapsOfImages(Int, channels: Int?)
  /// (images, queries, 4): one box per query.
  case columnsOfQueries(images: Int, queries: Int)
  /// (Q, K): queries and classes.
  case queriesAndClasses
  /// (K, H, W): maps, one for each class.
  case maps
  /// (N, K): rows and classes.
  case rowsAndClasses
  /// (rows, 4), or (rows, classes, 4), as there are so many scores.
  case boxesOfScores(rows: Int, classes: Int)
  /// (rows, 4), as there are so many rows of scores.
  case boxOfEachRow(Int)
  /// (classes): one number per class.
  case numberPerClass(Int)
  /// (levels): one number per level.
  case numberPerLevel(Int)
  /// (classes): one weight per class.
  case weightPerClass(Int)
  /// (bins): one count per bin.
  case countPerBin(Int)
  /// (S, S, 5 b + C): cells of YOLOv1, each with b boxes.
  case cells(boxesPerCell: Int)
  /// (images, H, W, 5 b + K): the same of a batch.
  case cellsOfImages(Int, boxesPerCell: Int)
  /// (images, rows, 5 + K): one row per anchor of a cell.
  case anchorsOfCells(images: Int, rows: Int)
  /// (images, 4 bins + K, points), or with the channels last: sides that are distributions over bins.
  case distributions(images: Int, points: Int, bins: Int, channelsFirst: Bool)
  /// (N, C, …) with C ≥ 1.
  case classesOnSecondAxis
  /// (…, n + 1) with n ≥ 1: distributions over bins.
  case bins
  /// One number per element of another input, whose classes are not counted; `nil` where there is no such shape.
  case elementsOf(InputRole, Shape, Shape?)
}
