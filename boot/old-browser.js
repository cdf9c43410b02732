// Runs only in browsers too old for JavaScript modules (the tag says `nomodule`), so it is written for them.
document.getElementById('boot-unsupported').removeAttribute('hidden');
document.getElementById('boot-loading').setAttribute('hidden', '');
document.getElementById('boot-failed').setAttribute('hidden', '');
