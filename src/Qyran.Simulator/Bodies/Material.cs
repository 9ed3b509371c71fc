namespace Qyran.Simulator;

/// <summary>What a face is made of.</summary>
internal enum Material : byte
{
    Paint, Second, Plastic, Glass, Tyre, Rim, Chrome, Under, HeadLamp, TailLamp, BrakeLamp, Turn, PlateEdge,
    Skin, Hair, Shirt, Trousers, Shoe, Helmet, Count,
}
