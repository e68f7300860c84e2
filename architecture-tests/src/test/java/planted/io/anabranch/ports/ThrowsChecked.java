package planted.io.anabranch.ports;

interface ThrowsChecked {
  long end() throws StoreFailure, InterruptedException;
}
