import DetectionCore

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
