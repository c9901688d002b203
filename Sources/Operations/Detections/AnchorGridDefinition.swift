import DetectionCore

/// YOLOv3 and YOLOv5, which differ in how a box is read from its four numbers, and in what is usual.
protocol AnchorGridDefinition: FieldedOperation {
  var fields: AnchorGridFields { get }

  func coding<S: Scalar>(_ grid: Grid, as scalar: S.Type) -> AnchorGridHead<S>.BoxCoding
}

extension AnchorGridDefinition {
  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let grid = try AnchorGrid(request, fields)
    let batch = try DetectorBatch<S>(
      request, [fields.predictions],
      anchors: try fields.grid.rowsOfMaps(
        request, fields.predictions, fields.layout, grid.levels, anchors: grid.anchors?.map(\.count)))
    try grid.check(request, fields, about.name, batch.features)
    let stages: DetectionStages<S> = try fields.stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try fields.original.letterboxes(
      request, network: fields.grid.imageSize, fit: fields.letterbox.fit(request), count: batch.count)
    let boxCoding: AnchorGridHead<S>.BoxCoding = grid.pyramid.map { coding($0, as: S.self) } ?? .boxes
    return try fields.outputs.answer(request, batch.count) { image in
      let rows = try batch.head(fields.predictions, image) { grid.head($0, request[fields.layout]) }
      let head = try AnchorGridHead(
        rows, levels: grid.ranges(rows: rows.rows), labels: RowLabels(all: request[fields.isMultiLabel]),
        coding: boxCoding, classes: request[fields.classCount])
      var found = try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
      if request[fields.classCount] != nil { try found.addExtras(of: head, request) }
      return found
    }
  }
}

/// The fields of YOLOv3 and YOLOv5.
struct AnchorGridFields: FieldGroup {
  let predictions = TensorField.reals(
    "predictions", .of("N", "C"), .of("B", "N", "C"), levels: LevelMaps<Double>.shapes("A·C"),
    holds:
      "N rows of C = 5 + K channels, level by level: cx, cy, w, h in pixels of the network's input, objectness, and "
      + "a score of every class. With anchors raw: t_x, t_y, t_w, t_h and logits, and then a list of levels, too: the "
      + "maps as the network gives them (A: anchors of a cell).")
  let layout = Field.layout(
    among: LayoutChoice.allCases,
    "\"channels-last\": (N, C), \"channels-first\": (C, N), \"maps\": (A · C, cells), the convolutions' own maps, "
      + "flattened and put side by side. \"auto\": channels last, unless that makes no sense, which is an error.")
  let anchors = Field.anchorShapes(
    "anchors", "[[[w, h] in pixels per anchor] per level] of raw predictions. null: rows hold boxes and scores.")
  let rowOrder: Field<Grid.RowOrder>
  let grid = GridFields()
  let isMultiLabel: Field<Bool>
  let classCount = ExtraFields.classCount
  let stages: StageFields
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs(.extras)

  /// `rowOrder`: how the rows of raw maps run where the request does not say.
  init(rowOrder: Grid.RowOrder, isMultiLabel: Bool, stages: StageFields) {
    self.rowOrder = .choice(
      "row_order", default: rowOrder, "Rows of a level: row, column, anchor; or anchor, row, column.")
    self.isMultiLabel = .multiLabel(default: isMultiLabel)
    self.stages = stages
  }
}
