-- An id has one form, the composed one (NFC); those of requests are brought to it. Students stored in another are still found and erased.
do $$
begin
  if getdatabaseencoding() = 'UTF8' then
    update responses set student_id = normalize(student_id, nfc) where student_id is not null and student_id is not nfc normalized;
    update responses set cohort = normalize(cohort, nfc) where cohort is not null and cohort is not nfc normalized;
  end if;
end $$;
