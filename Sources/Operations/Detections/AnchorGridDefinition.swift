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
