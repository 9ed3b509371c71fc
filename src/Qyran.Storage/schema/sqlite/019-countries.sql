-- devices handed in kz or KZ, as they liked; searches ask for KZ
update passage set plate_country = upper(plate_country) where plate_country <> upper(plate_country);
