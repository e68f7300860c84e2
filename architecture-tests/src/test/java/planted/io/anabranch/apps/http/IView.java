package planted.io.anabranch.apps.http;

interface IView {}
