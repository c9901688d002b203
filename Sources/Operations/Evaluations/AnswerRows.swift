/// What the rows of an evaluation's answer take, from when they are made until they are text.
enum AnswerRows {
  /// Bytes of a row per category, with what is computed for it.
  static let category = 1280
  /// Bytes of a row per image and category, and of each detection in it.
  static let cell = 1536
  static let detection = 64

  /// Reserves so many rows, or refuses them before they are made.
  static func reserve(_ count: Int, of size: Int, _ request: Request) throws(Problem) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, request.limits.reserve(bytes) else {
      throw Problem(
        .overloaded, "there is no memory for an answer of \(counted(count, "row")) now; try again later, or send less")
    }
  }
}
