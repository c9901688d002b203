public import DetectionCore

/// A column of ids, one a row.
public enum IDColumn: Sendable {
  /// Every row has an integer.
  case integers(Tensor<Int64>)
  /// Every row has a text: its place in `table`, which need not be sorted. A place outside the table is a row without an id.
  case texts(places: Tensor<Int32>, table: [String])
  /// Some rows have integers, others texts.
  case mixed([RecordID])

  /// A column of ids of any kind, in the narrowest of the three cases.
  public init(_ ids: [RecordID]) {
    var integers: [Int64] = []
    for case .integer(let value) in ids { integers.append(value) }
    guard integers.count < ids.count else {
      self = .integers(Tensor(integers))
      return
    }
    self = integers.isEmpty ? Self.interned(ids) : .mixed(ids)
  }

  private static func interned(_ ids: [RecordID]) -> IDColumn {
    var places: [RecordID: Int32] = [:]
    var table: [String] = []
    var column: [Int32] = []
    for case .text(let text) in ids {
      if let place = places[.text(text)] {
        column.append(place)
      } else {
        let place = Int32(clamping: table.count)
        places[.text(text)] = place
        table.append(text)
        column.append(place)
      }
    }
    return .texts(places: Tensor(column), table: table)
  }

  /// The number of rows.
  public var count: Int {
    switch self {
    case .integers(let values): values.count
    case .texts(let places, _): places.count
    case .mixed(let ids): ids.count
    }
  }

  /// The id of a row; `nil` outside the column.
  public func id(_ row: Int) -> RecordID? {
    guard row >= 0, row < count else { return nil }
    switch self {
    case .integers(let values): return .integer(values[row])
    case .texts(let places, let table):
      let place = Int(places[row])
      return table.indices.contains(place) ? .text(table[place]) : nil
    case .mixed(let ids): return ids[row]
    }
  }
}
