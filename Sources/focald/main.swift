import FocaldAPI
import HTTPServer
print("focald")
