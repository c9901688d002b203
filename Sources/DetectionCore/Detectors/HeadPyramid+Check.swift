extension HeadPyramid {
  /// Throws unless there are so many rows, and so many channels.
  func check(_ role: InputRole, rows: Int, channels: Int? = nil, like other: InputRole) throws(DetectionError) {
    guard self.rows == rows, channels ?? self.channels == self.channels else {
      throw .conflict(
        role,
        .rowsOfHead(self.rows, channels: self.channels, wanted: rows, wantedChannels: channels, like: other))
    }
  }
}
