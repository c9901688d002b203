import Glibc

/// Rows of text in columns, for a terminal. The last column is wrapped at blanks.
enum Columns {
  /// How wide standard output is: the terminal's width, or 100 where it is none.
  static var terminalWidth: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
    return Int(size.ws_col)
  }

  /// The rows, each column as wide as its widest cell but never above a share of the whole; a wider cell has a line of
  /// its own.
  static func text(_ rows: [[String]], indent: Int = 2, width: Int) -> String {
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return "" }
    let widest = max(width / 3, 12)
    let widths = (0..<count - 1).map { column in
      rows.map { column < $0.count - 1 ? $0[column].count : 0 }.filter { $0 <= widest }.max() ?? 0
    }
    return rows.map { row($0, widths, indent: indent, width: width) }.joined()
  }

  private static func row(_ cells: [String], _ widths: [Int], indent: Int, width: Int) -> String {
    guard let last = cells.last else { return "" }
    var line = blanks(indent)
    var lines = ""
    for (cell, columnWidth) in zip(cells.dropLast(), widths) {
      line += cell
      if cell.count > columnWidth {
        lines += line + "\n"
        line = blanks(line.count - cell.count + columnWidth + 2)
      } else {
        line += blanks(columnWidth - cell.count + 2)
      }
    }
    let start = indent + widths.reduce(0) { $0 + $1 + 2 }
    let wrapped = wrapped(last, width: max(width - start, 24))
    guard let first = wrapped.first, !first.isEmpty else { return lines + trimmed(line) + "\n" }
    return lines + line + first + "\n" + wrapped.dropFirst().map { blanks(start) + $0 + "\n" }.joined()
  }

  /// The text in lines of at most so many letters, where its words allow.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
