extension HeadPyramid {
  /// Throws unless there are so many rows, and so many channels.
  func check(_ name: String, rows: Int, channels: Int? = nil, like other: String) throws(DetectionError) {
    guard self.rows == rows, channels ?? self.channels == self.channels else {
      let found = "\(self.rows) rows of \(self.channels)"
      let wanted = "\(rows) rows\(channels.map { " of \($0)" } ?? "") to fit \(other)"
      throw .conflict(input: name, reason: "\(name) has \(found), wanted are \(wanted)")
    }
  }
}
