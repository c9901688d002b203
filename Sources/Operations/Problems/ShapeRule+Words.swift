import DetectionCore

extension ShapeRule {
  /// What the shape must be, behind «must have the shape».
  var words: String {
    switch self {
    case .toFit(let other, let shape): "\(shape) to fit \(other.fieldName)"
    case .like(let other, let shape): "\(shape) like \(other.fieldName)"
    case .leadingAxes(let other, let shape):
      "\(shape) as the elements of \(other.fieldName), or that of its leading axes"
    case .columns(let columns): "(N, \(columns))"
    case .classesOf(let other, let rows): "(\(rows), K) to fit \(other.fieldName)"
    case .classesOfAnchors(let images, let anchors): "(\(images), \(anchors), K), one row an anchor"
    case .columnsOfAnchors(let images, let anchors, let columns):
      "(\(images), \(anchors), \(columns)), one row an anchor"
    case .classesOfProposals(let rows): "(\(rows), K), one row a proposal"
    case .offsetsOfProposals(let rows, let widths):
      "(\(rows), \(widths.map(String.init).joined(separator: " or "))), four offsets for each class or for all"
    case .withBackground: "(B, A, K) with K ≥ 1, background included"
    case .mapsOfImages(let images, let channels): "(\(images), \(channels.map(String.init) ?? "K"), H, W)"
    case .columnsOfQueries(let images, let queries): "(\(images), \(queries), 4), one box per query"
    case .queriesAndClasses: "(Q, K)"
    case .maps: "(K, H, W)"
    case .rowsAndClasses: "(N, K)"
    case .boxesOfScores(let rows, let classes): "(\(rows), 4), or (\(rows), \(classes), 4), to fit scores"
    case .boxOfEachRow(let rows): "(\(rows), 4), to fit scores"
    case .numberPerClass(let classes): "(\(classes),), one number a class"
    case .numberPerLevel(let levels): "(\(levels),), one number a level"
    case .weightPerClass(let classes): "(\(classes),), one a class"
    case .countPerBin(let bins): "(\(bins),), one a bin"
    case .cells(let boxesPerCell): "(S, S, \(boxesPerCell)·5 + C)"
    case .cellsOfImages(let images, let boxesPerCell): "(\(images), H, W, 5·\(boxesPerCell) + K)"
    case .anchorsOfCells(let images, let rows): "(\(images), \(rows), 5 + K), one row an anchor of a cell"
    case .distributions(let images, let points, let bins, true): "(\(images), 4·\(bins) + K, \(points))"
    case .distributions(let images, let points, let bins, false): "(\(images), \(points), 4·\(bins) + K)"
    case .classesOnSecondAxis: "(N, C, …) with C ≥ 1"
    case .bins: "(…, n + 1) with n ≥ 1"
    case .elementsOf(let other, let shape, let wanted):
      "\(wanted.map(\.description) ?? "(N, …)") to fit \(other.fieldName) \(shape)"
    }
  }
}
