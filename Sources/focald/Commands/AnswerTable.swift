import DetectionCore
import JSON

/// An answer of an evaluation as tables for a terminal: a text as it is, an object as lines of name and number, a list of
/// objects as a table with a column per member, sentences as lines.
enum AnswerTable {
  /// Rows of a table, or elements of a list, at the most; JSON has them all.
  private static let mostRows = 200

  /// The whole answer.
  static func text(_ answer: JSONValue) -> String {
    guard case .object(let object) = answer else { return cell(answer) + "\n" }
    // The field's own lines say what the summary says.
    let hasText = object["text"]?.text != nil
    let sections = object.members.filter { !(hasText && $0.key == "summary") }.map { section($0.key, $0.value) }
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func section(_ name: String, _ value: JSONValue) -> String {
    switch value {
    case .string(let text): return text.hasSuffix("\n") ? text : text + "\n"
    case .object(let object): return heading(name) + table(flat(object).map { [$0.key, $0.value] }, leftColumns: 1)
    case .array(let items) where items.allSatisfy({ $0.object != nil }) && !items.isEmpty:
      return heading(name) + rows(items.compactMap(\.object))
    case .array(let items):
      return items.isEmpty
        ? "" : heading(name) + items.prefix(mostRows).map { "  \(cell($0))\n" }.joined() + rest(items.count)
    case .numbers(let tensor) where tensor.shape.rank == 2:
      let rows = (0..<min(tensor.shape[0], mostRows)).map { tensor.row($0).elements.map { cell(.number($0)) } }
      return heading(name) + table(rows, leftColumns: 0) + rest(tensor.shape[0])
    case .numbers(let tensor):
      return heading(name) + "  " + tensor.elements.prefix(mostRows).map { cell(.number($0)) }.joined(separator: " ")
        + "\n"
    default: return "\(name) \(cell(value))\n"
    }
  }

  private static func heading(_ name: String) -> String { "\(name)\n" }

  private static func rest(_ count: Int) -> String {
    count > mostRows ? "  … \(count - mostRows) more; --json prints all\n" : ""
  }

  private static func rows(_ items: [JSONObject]) -> String {
    let shown = items.prefix(mostRows).map(flat)
    var names: [String] = []
    for row in shown {
      for cell in row where !names.contains(cell.key) { names.append(cell.key) }
    }
    let cells = shown.map { row in names.map { name in row.first { $0.key == name }?.value ?? "" } }
    return table([names] + cells, leftColumns: names.prefix(2).count) + rest(items.count)
  }

  /// Members of members side by side: `best.threshold`.
  private static func flat(_ object: JSONObject) -> [(key: String, value: String)] {
    object.members.flatMap { member -> [(key: String, value: String)] in
      guard case .object(let inner) = member.value else { return [(member.key, cell(member.value))] }
      return flat(inner).map { ("\(member.key).\($0.key)", $0.value) }
    }
  }

  /// Four decimals, as the field writes such numbers; whole numbers without.
  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .null: return "-"
    case .bool(let flag): return flag ? "true" : "false"
    case .string(let text): return text
    case .number(let number):
      if let whole = Int(exactly: number) { return String(whole) }
      return abs(number) < 1e9 ? fixed(number) : "\(number)"
    default: return value.text()
    }
  }

  private static func fixed(_ number: Double) -> String {
    let scaled = Int((abs(number) * 10_000).rounded())
    let fraction = String(scaled % 10_000)
    let zeros = String(repeating: "0", count: 4 - fraction.count)
    return "\(number < 0 ? "-" : "")\(scaled / 10_000).\(zeros)\(fraction)"
  }

  /// Columns two blanks apart; the first ones begin at the left, the others end at the right.
  private static func table(_ rows: [[String]], leftColumns: Int) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column -> String in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return column < leftColumns ? row[column] + blanks : blanks + row[column]
      }
      return "  " + cells.joined(separator: "  ").trimmingBlanks + "\n"
    }.joined()
  }
}

extension String {
  /// Without blanks at its end.
  fileprivate var trimmingBlanks: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
