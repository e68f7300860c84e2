package planted.io.anabranch.adapters.elastic;

interface IView {}
