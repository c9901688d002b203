import DetectionCore

/// The ids of a table in ascending order, each with its rank, and a way from an id to its rank.
struct IDIndex: Sendable {
  /// The distinct integers, ascending: ranks 0, 1, ….
  let integers: [Int64]
  /// The distinct texts, ascending: the ranks behind the integers.
  let texts: [String]
  /// The last row of each rank.
  let rows: [Int32]
  /// Rows whose id an earlier row has.
  let repeated: Int
  private let table: IntegerTable
  private let textRanks: [RecordID: Int32]

  /// How many ids there are.
  var count: Int { integers.count + texts.count }

  init(_ column: IDColumn) {
    if case .integers(let ids) = column, ids.isRising {
      // As files mostly list their rows.
      (integers, texts, textRanks, repeated) = (ids.elements, [], [:], 0)
      rows = (0..<Int32(clamping: ids.count)).map { $0 }
    } else {
      let sorted = Sorted(column)
      (integers, texts, textRanks) = (sorted.integers, sorted.texts, sorted.textRanks)
      (rows, repeated) = (sorted.rows, column.count - sorted.rows.count)
    }
    table = IntegerTable(integers)
  }

  /// The same of ids in any order, of any kind.
  private struct Sorted {
    private(set) var integers: [Int64] = []
    private(set) var texts: [String] = []
    private(set) var textRanks: [RecordID: Int32] = [:]
    private(set) var rows: [Int32] = []

    init(_ column: IDColumn) {
      var known: [RecordID: Int32] = [:]
      var numbered: [(id: Int64, row: Int32)] = []
      for row in 0..<column.count {
        switch column.id(row) {
        case .integer(let id): numbered.append((id, Int32(truncatingIfNeeded: row)))
        case .text(let text): known[.text(text)] = Int32(truncatingIfNeeded: row)
        case nil: break
        }
      }
      numbered.sort { ($0.id, $0.row) < ($1.id, $1.row) }
      for (id, row) in numbered {
        if integers.last == id {
          rows[rows.count - 1] = row
        } else {
          integers.append(id)
          rows.append(row)
        }
      }
      for (id, row) in known.sorted(by: { $0.key < $1.key }) {
        guard case .text(let text) = id else { continue }
        textRanks[id] = Int32(truncatingIfNeeded: integers.count + texts.count)
        texts.append(text)
        rows.append(row)
      }
    }
  }

  /// The id of a rank.
  func id(_ rank: Int) -> RecordID {
    rank < integers.count ? .integer(integers[rank]) : .text(texts[rank - integers.count])
  }

  /// The rank of an id, −1 if it is not in the table.
  func rank(_ id: RecordID) -> Int32 {
    switch id {
    case .integer(let value): table.rank(value)
    case .text: textRanks[id] ?? -1
    }
  }

  /// The rank of every row of another table's column; −1 where this table has no such id.
  func ranks(_ column: IDColumn, work: Work) throws(EvaluationError) -> Column<Int32> {
    let ranks = Column<Int32>(uninitialized: column.count)
    switch column {
    case .integers(let ids):
      try work.forBlocks(ids.count, of: 1 << 16) { rows in
        ids.withElements { ids in for row in rows { ranks.start[row] = table.rank(ids[row]) } }
      }
    case .texts(let places, let table):
      let known = table.map { rank(.text($0)) }
      for row in 0..<places.count {
        let place = Int(places[row])
        ranks.start[row] = known.indices.contains(place) ? known[place] : -1
      }
    case .mixed(let ids):
      for row in ids.indices { ranks.start[row] = rank(ids[row]) }
    }
    return ranks
  }
}

extension Tensor<Int64> {
  /// Whether each is greater than the one before it.
  fileprivate var isRising: Bool {
    withElements { ids in !ids.indices.dropFirst().contains { ids[$0] <= ids[$0 - 1] } }
  }
}
