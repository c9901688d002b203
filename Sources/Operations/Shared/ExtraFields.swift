/// Channels of a row behind its classes, which are answered as extras.
enum ExtraFields {
  /// Of rows that end in a class, or in more numbers.
  static let areAsked = Field.flag(
    "extras", "Answers the numbers of a row behind its class as extras. Without, rows must have none.")

  /// How many channels behind a box are classes.
  static let classCount = Field.optionalInteger(
    "num_classes", .from(1),
    "Classes, where more channels stand behind them, which are answered as extras. null: all channels behind the box are "
      + "classes.")
}
