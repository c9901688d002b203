import DetectionCore

/// The levels of a YOLO head with anchors, and the anchors of their cells.
struct YOLOAnchorGridFields: FieldGroup {
  let cells = YOLOGridFields()
  let anchors = Field<[[AnchorShape]]?>.anchorShapes(
    "anchors",
    "Per level a list of [width, height], in pixels. null: the nine of the paper, by the strides 8, 16 and 32.")
  let order: Field<Grid.RowOrder>

  init(order: Grid.RowOrder) {
    self.order = .choice(
      "row_order", default: order, "The rows of a level: a map (H, W, A, 5+K), or (A, H, W, 5+K).")
  }

  /// Redmon and Farhadi 2018, §2.3: nine clusters of COCO's boxes, by the stride of their level.
  private static let ofPaper: [Double: [AnchorShape]] = [
    8: shapes([10, 13], [16, 30], [33, 23]), 16: shapes([30, 61], [62, 45], [59, 119]),
    32: shapes([116, 90], [156, 198], [373, 326]),
  ]

  private static func shapes(_ sizes: [Double]...) -> [AnchorShape] {
    sizes.map { AnchorShape(width: $0[0], height: $0[1]) }
  }

  func read(_ request: Request) throws(Problem) -> Grid {
    let levels = try cells.levels(request)
    let given = request[anchors]
    let shapes = if let given { given } else { try Self.paper(levels) }
    guard shapes.count == levels.count else {
      throw Problem(
        .conflictingFields, at: "/anchors",
        "anchors are of \(counted(shapes.count, "level")), the grid has \(levels.count)")
    }
    guard let grid = Grid(levels, anchors: shapes, order: request[order]) else {
      throw Problem(.invalidShape, at: "/anchors", "there are more anchors than can be counted")
    }
    return grid
  }

  private static func paper(_ levels: [GridLevel]) throws(Problem) -> [[AnchorShape]] {
    let known = levels.compactMap { ofPaper[$0.strideX] }
    guard known.count == levels.count else {
      throw Problem(
        .missingField, at: "/anchors", "anchors is missing: the paper has them for the strides 8, 16 and 32 only")
    }
    return known
  }
}
