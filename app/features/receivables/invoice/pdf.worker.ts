// The reader of PDFs, from this site like every other script. It ends with the file that it reads.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
