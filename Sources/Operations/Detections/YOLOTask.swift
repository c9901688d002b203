import DetectionCore

/// The images of a request to such a head.
struct YOLOTask<S: Scalar> {
  let count: Int
  let stages: DetectionStages<S>
  let mappings: [ImageMapping<S>?]
  private let request: Request
  private let fields: YOLOTaskFields
  private let batch: DetectorBatch<S>
  private let levels: [GridLevel]?
  private let layout: PredictionLayout.Layout
  private let extras: Int

  /// `extras`: channels behind the classes.
  init(_ operation: String, _ request: Request, _ fields: YOLOTaskFields, extras: Int) throws {
    // An empty batch may name more channels than can be counted.
    let extras = min(extras, 1 << 40)
    (self.request, self.fields, self.extras) = (request, fields, extras)
    levels = try fields.grid.levels(request)
    batch = try DetectorBatch<S>(request, [fields.predictions])
    count = batch.count
    let isGrid = request[fields.head] == .oneToMany
    layout =
      isGrid
      ? try Self.layout(operation, request, fields, extras, levels) : try Self.rowLayout(request, fields, 6 + extras)
    var stages: DetectionStages<S> = try fields.stages.read(request, images: batch.count)
    if !isGrid { stages.suppression = nil }
    self.stages = stages
    mappings = try fields.original.letterboxes(
      request, network: fields.grid.imageSize, fit: fields.letterbox.fit(request), count: batch.count)
  }

  /// Whether overlapping boxes are suppressed.
  var isSuppressed: Bool { request[fields.head] == .oneToMany }

  /// The head of an image.
  func head(_ image: Int) throws -> any RotatedHead<S> {
    let map = HeadMap(batch.tensor(fields.predictions, image), layout: .init(layout))
    guard isSuppressed else { return try EndToEndHead(map, classes: stages.classCount ?? 1) }
    let regMax = request[fields.regMax]
    let classes = map.channels - 4 * (regMax ?? 1) - extras
    return try YOLOv8Head(
      HeadPyramid(map), levels: levels ?? [], labels: RowLabels(all: request[fields.isMultiLabel]),
      activation: request[fields.activation].core(isRaw: regMax != nil), regMax: regMax, classes: classes)
  }

  /// How the rows of a grid lie.
  private static func layout(
    _ operation: String, _ request: Request, _ fields: YOLOTaskFields, _ extras: Int, _ levels: [GridLevel]?
  ) throws(Problem) -> PredictionLayout.Layout {
    let regMax = request[fields.regMax]
    if regMax != nil, levels == nil {
      throw Problem(
        .missingField, at: "/\(fields.grid.imageSize.name)",
        "image_size is missing: with reg_max boxes are relative to cells")
    }
    let box = (regMax ?? 1).multipliedReportingOverflow(by: 4)
    let least = box.partialValue.addingReportingOverflow(extras + 1)
    let layout = PredictionLayout(
      operation, request, fields.predictions, fields.layout, usual: .channelsFirst,
      least: box.overflow || least.overflow ? .max : least.partialValue)
    try layout.check(levels, perCell: 1)
    return layout.layout
  }

  /// How rows of a known width lie.
  private static func rowLayout(_ request: Request, _ fields: YOLOTaskFields, _ width: Int) throws(Problem)
    -> PredictionLayout.Layout
  {
    let shape = request.shape(of: fields.predictions) ?? .scalar
    let (first, last) = (shape.extents.suffix(2).first ?? 0, shape.extents.last ?? 0)
    let layout = request[fields.layout].layout ?? .channelsLast
    let (found, other) = layout == .channelsLast ? (last, first) : (first, last)
    guard found == width else {
      throw Problem(
        .shapeMismatch, at: "/\(fields.predictions.name)",
        "\(shape): rows of a one-to-one head have \(width) channels here, not \(found)"
          + (other == width ? "; set layout to \"\(layout.transposed.rawValue)\"" : ""))
    }
    return layout
  }
}
