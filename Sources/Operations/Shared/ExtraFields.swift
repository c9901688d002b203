/// How many channels behind a box are classes, where there are more behind them.
enum ExtraFields {
  static let classCount = Field.optionalInteger(
    "num_classes", .from(1),
    "Classes, where more channels stand behind them, which are answered as extras. null: all channels behind the box are "
      + "classes.")
}
