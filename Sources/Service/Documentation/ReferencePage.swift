import Operations
import Pages

/// The pages below `/docs/`: an operation's, or a document's.
enum ReferencePage {
  static func named(_ name: String) throws(Problem) -> DocumentPage {
    if let operation = Registry.named(name) {
      return DocumentPage(
        title: name, navigation: ReferenceIndex.navigation, content: OperationPage(operation.declaration).content)
    }
    if let guide = Guide.named(name) {
      return DocumentPage(title: guide.title, navigation: ReferenceIndex.navigation, content: guide.content)
    }
    throw Problem(.notFound, "there is no page \(quoted(name)); /docs lists what there is")
  }
}
