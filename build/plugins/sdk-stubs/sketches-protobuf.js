// The wire format of sketches, which only their own methods to send them require. It needs a package that is not installed.
module.exports = {};
