/// An operation as the terminal shows it.
struct CatalogueEntry: Sendable {
  /// `losses.focal`.
  var id: String
  /// What it does, in a line.
  var summary: String
  /// Its formula, in a line.
  var formula: String
  /// Where it is asked: `POST /v1/losses/focal`.
  var request = ""
  /// Paper and equation.
  var source = ""
  /// Its fields under titles, a row each.
  var sections: [(title: String, rows: [[String]])] = []
  /// A request to try.
  var example = ""
  /// The same as JSON, as `GET /v1/operations/{id}` answers it.
  var json: String
}
