import CKeptMemory
import CSimdJSON
import DetectionCore
import Evaluation

/// Memory of a column that the reader has filled; the tensor over it keeps it.
///
/// `@unchecked Sendable`: nothing writes to it.
final class ColumnMemory: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer

  init(_ start: UnsafeMutableRawPointer) { self.start = start }

  deinit { kept_memory_give(start) }
}

extension IDColumn {
  /// A column as it was read.
  init(taking ids: inout focald_ids) {
    let rows = Shape(vector: ids.count)
    if let kinds = ids.kinds, let values = ids.values {
      let table = Self.table(ids)
      self = .mixed((0..<ids.count).map { kinds[$0] == 0 ? .integer(values[$0]) : .text(table[Int(values[$0])]) })
    } else if ids.are_texts, let values = ids.values {
      let places = Tensor<Int32>(shape: rows) { places in
        for row in 0..<ids.count { places.initializeElement(at: row, to: Int32(truncatingIfNeeded: values[row])) }
      }
      self = .texts(places: places, table: Self.table(ids))
    } else {
      self = .integers(RecordsReader.tensor(rows, taking: &ids.values))
    }
  }

  private static func table(_ ids: focald_ids) -> [String] {
    guard let ends = ids.text_ends else { return [] }
    return (0..<ids.text_count).map { place in
      RecordsReader.text(ids.texts, (place == 0 ? 0 : ends[place - 1])..<ends[place])
    }
  }
}

extension IDLists {
  /// Lists as they were read.
  init(taking lists: inout focald_id_lists, rows: Int) {
    let ends = lists.ends.map { Array(UnsafeBufferPointer(start: $0, count: rows)) } ?? []
    let missing = lists.present.flatMap { present in (0..<rows).first { present[$0] == 0 } }
    self.init(ids: IDColumn(taking: &lists.ids), ends: ends, firstMissing: missing)
  }
}
